import type { TypedArray } from '../../memory/bytes.ts'
import type { InPlace } from '../constants.ts'
import { type Op, SUM } from '../op.ts'
import type { ValueChannel } from '../value-channel.ts'
import { requireOneGroup } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { combineInOrder, pieceOf } from './combine.ts'
import { reduction } from './local/reduction.ts'
import { copyElements, isScalar, numericTypeOf, operandsOf, type Reducible } from './operand.ts'
import { checkOperand, postOperand, startOperand } from './operand-messages.ts'
import { Scratch } from './scratch.ts'
import type { Steps } from './steps.ts'

export interface ScanOptions {
  /** Where the result goes; without it, in the place of what is sent. */
  recv?: TypedArray
  /** SUM unless given. */
  op?: Op
}

/**
 * Combines, for each rank, the elements of the ranks up to it (MPI 4.1, chapter 6.11.1): rank by rank from 0 on, each the result of the rank before
 * it with its own. Long operands go along the ranks in pieces.
 * @param send a typed array, of the same type and length on each rank; or a plain number, or a bigint of 64 bits; or IN_PLACE, for what
 *   is in `recv`
 * @returns the array with the result, or the number
 * @throws CrossmemRangeError ERR_LENGTH, ERR_OVERLAP; CrossmemTypeError ERR_TYPES, ERR_OP, ERR_OP_TYPE, ERR_RECV; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * const found = 10 * (world.rank + 1)
 * const end = world.scan(found) as number
 * console.log(`this rank's are numbers ${end - found} to ${end - 1} of all`)
 */
export function* scan(
  line: ValueChannel,
  send: Reducible | InPlace,
  { recv, op = SUM }: ScanOptions = {},
): Steps<Reducible> {
  requireOneGroup(line, 'scan')
  const { operand, result } = operandsOf(send, recv, op, 'scan')
  const call = new CollectiveCall(line, 'scan')
  const scratch = new Scratch(call.arena)
  yield* call.guard(
    reduction(call, { op, operand, into: result, receivers: 'prefix', root: 0, begins: [] }, () => {
      if (result !== operand) copyElements(operand, result)
      return passOn(call, result, op, scratch)
    }),
  )
  scratch.free()
  return isScalar(send) ? result[0] : (recv ?? (send as TypedArray))
}

/** Combines what comes from the rank before this one with this rank's operand, in its place, and sends it on. */
function* passOn(call: CollectiveCall, result: TypedArray, op: Op, scratch: Scratch): Steps<void> {
  const { rank, size } = call
  const { length } = result
  const piece = pieceOf(result, op)
  const isFirst = rank === 0
  const before = scratch.take(numericTypeOf(result), isFirst ? 0 : Math.min(piece, length))
  let at = 0
  do {
    const here = result.subarray(at, at + piece)
    at += piece
    const more = at < length
    if (!isFirst) {
      const theirs = before.subarray(0, here.length)
      const arrived = postOperand(call, theirs, rank - 1, more)
      yield arrived
      checkOperand(call, arrived, theirs, op)
      combineInOrder(op, here, rank, theirs, rank - 1)
    }
    if (rank + 1 < size) startOperand(call, here, rank + 1, op, more)
  } while (at < length)
  if (call.isSending) yield* call.finishSends()
}
