import { bytesOf } from '../../../memory/bytes.ts'
import { LENGTH_F64, OFFSET_F64, PIECE_F64, SCRATCH_BYTES, TABLE_F64 } from '../../../transport/control-block.ts'
import { typeOf } from '../../element-types.ts'
import type { LocalCall } from './local-call.ts'
import { DIRECT, ONE, PIECES, say } from './offer.ts'
import { NOWHERE } from './operands.ts'
import type { Reduction } from './reduction.ts'
import { takeIfFree } from './take-if-free.ts'

/** Short enough that a piece of each rank stays in the second-level cache, long enough that ranks seldom wait for each other. */
const PIECE_BYTES = 256 * 1024

/**
 * What stands in the arena for a rank's operand and result in a reduction, when one of them does not lie there: room for a piece, into
 * which the operand is copied and from which the result is. When both lie in the arena they stand for themselves.
 */
export class StandIn {
  private readonly call: LocalCall
  private readonly operand: Uint8Array
  /** Where others put a result for this rank; null if they do not. */
  private readonly result: Uint8Array | null
  private readonly offset: number
  private readonly piece: number

  /** Says on the call's line where operand and result are. */
  constructor(call: LocalCall, { operand, into, receivers }: Reduction) {
    const { arena, f64 } = call.view
    this.call = call
    this.operand = bytesOf(operand)
    this.result = into === null || receivers === 'parts' ? null : bytesOf(into)
    const operandOffset = arena.offsetOf(this.operand)
    const resultOffset = this.result === null ? NOWHERE : arena.offsetOf(this.result)
    const direct = operandOffset >= 0 && (this.result === null || resultOffset >= 0)
    const { length } = this.operand
    const bytes = Math.min(length, PIECE_BYTES)
    const taken = direct || length <= SCRATCH_BYTES ? -1 : takeIfFree(call, bytes)
    const own = taken >= 0
    this.piece = direct ? 0 : own ? bytes : SCRATCH_BYTES
    this.offset = direct || own ? taken : call.scratch
    const at = call.line >>> 3
    f64[at + LENGTH_F64] = this.operand.length
    f64[at + OFFSET_F64] = direct ? operandOffset : this.offset
    f64[at + TABLE_F64] = direct || this.result === null ? resultOffset : this.offset
    f64[at + PIECE_F64] = this.piece
    say(call, direct ? DIRECT : PIECES, { how: ONE, type: typeOf(operand) })
    this.fill(0, Math.min(this.piece, this.operand.length))
  }

  /** Copies a piece of the operand to where others read it. */
  fill(begin: number, end: number): void {
    if (this.piece === 0) return
    this.call.view.write(this.call.worldRank, this.offset, this.operand.subarray(begin, end))
  }

  /** Copies a piece of the result from where others have put it. */
  empty(begin: number, end: number): void {
    if (this.piece === 0 || this.result === null) return
    this.call.view.read(this.call.worldRank, this.offset, this.result.subarray(begin, end))
  }
}
