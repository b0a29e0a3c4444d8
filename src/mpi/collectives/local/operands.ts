import { SLOT } from '../../../memory/workbench.ts'
import { LENGTH_F64, OFFSET_F64, PIECE_F64, payloadAt, TABLE_F64, WHAT } from '../../../transport/control-block.ts'
import { CHUNK } from './fold.ts'
import type { LocalCall } from './local-call.ts'
import { PAYLOAD, PIECES } from './offer.ts'

/** Stands for a rank that gets no result. */
export const NOWHERE = -1
/** Where chunks are brought together on the lap that lie across the border of two slots of the workbench. */
const TOGETHER_AT = 1024 * 1024

/** Where all ranks' operands and results are, in a reduction. What their lines say is checked here. */
export class Operands {
  /** How many bytes of the operands are there at a time; all of them when every rank's buffers lie in its arena. */
  readonly piece: number
  private readonly call: LocalCall
  /** Where each operand begins: in its rank's arena, or in its line. */
  private readonly offsets: number[] = []
  private readonly results: number[] = []
  private readonly inLines: boolean
  private readonly payload: number
  /** With pieces: by how much less an operand's offset is, the further the pieces have come. */
  private readonly onBelt: boolean[] = []

  /** @param bytes the length of each operand. @param first and @param end the members whose lines count, and have been published */
  constructor(call: LocalCall, bytes: number, first: number, end: number) {
    this.call = call
    const { i32, f64, arena } = call.view
    let piece = Math.max(bytes, 1)
    let inLines = false
    for (let member = first; member < end; member++) {
      const line = call.lineOf(member)
      const what = i32[(line >>> 2) + WHAT] & 255
      const at = line >>> 3
      const [offset, result] = [f64[at + OFFSET_F64], f64[at + TABLE_F64]]
      const there = what === PIECES ? f64[at + PIECE_F64] : bytes
      inLines = what === PAYLOAD
      const fits = (place: number) => Number.isSafeInteger(place) && place >= 0 && place + there <= arena.byteLength
      const valid = what === PAYLOAD || (fits(offset) && there > 0 && (result === NOWHERE || fits(result)))
      if (f64[at + LENGTH_F64] !== bytes || !valid) throw call.damaged(member)
      this.offsets[member] = offset
      this.results[member] = result
      this.onBelt[member] = what === PIECES
      piece = Math.min(piece, there)
    }
    this.piece = piece
    this.inLines = inLines
    this.payload = payloadAt(bytes)
  }

  /** Where `length` bytes from byte `at` of a member's operand are on the workbench; `begin` is where the present piece begins. */
  place(member: number, at: number, length: number, begin: number): number {
    const { call } = this
    if (this.inLines) return call.lineOf(member) + this.payload + at
    const offset = this.offsets[member] + (this.onBelt[member] ? at - begin : at)
    const { view } = call
    if ((offset % SLOT) + length <= SLOT) return view.locate(call.members[member], offset, length)
    const together = view.lap + TOGETHER_AT + member * CHUNK
    view.read(call.members[member], offset, view.u8.subarray(together, together + length))
    return together
  }

  /** Whether a member gets a result. */
  receives(member: number): boolean {
    return this.results[member] !== NOWHERE
  }

  /** Where a chunk of a member's result is on the workbench; -1 when it does not lie there in one piece. */
  resultPlace(member: number, at: number, length: number, begin: number): number {
    const offset = this.resultOffset(member, at, begin)
    return (offset % SLOT) + length <= SLOT ? this.call.view.locate(this.call.members[member], offset, length) : -1
  }

  /** Puts a chunk that is on the workbench where a member has its result. */
  give(member: number, at: number, length: number, begin: number, from: number): void {
    const { view, members } = this.call
    const place = this.resultPlace(member, at, length, begin)
    if (place >= 0) {
      if (place !== from) view.u8.copyWithin(place, from, from + length)
      return
    }
    view.write(members[member], this.resultOffset(member, at, begin), view.u8.subarray(from, from + length))
  }

  private resultOffset(member: number, at: number, begin: number): number {
    return this.results[member] + (this.onBelt[member] ? at - begin : at)
  }
}
