import type { TypedArray } from '../../memory/bytes.ts'
import type { InPlace } from '../constants.ts'
import { type Op, SUM } from '../op.ts'
import type { ValueChannel } from '../value-channel.ts'
import { requireOneGroup } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { combineInOrder, pieceOf } from './combine.ts'
import { reduction } from './local/reduction.ts'
import { copyElements, isScalar, numericTypeOf, type Operands, operandsOf, type Reducible } from './operand.ts'
import { checkOperand, postOperand, startOperand } from './operand-messages.ts'
import type { ScanOptions } from './scan.ts'
import { Scratch } from './scratch.ts'
import type { Steps } from './steps.ts'

/**
 * Combines, for each rank, the elements of the ranks before it (MPI 4.1, chapter 6.11.2): rank by rank from 0 on, as scan does. Rank 0 has none
 * before it, and its `recv` stays as it is.
 * @param send a typed array, of the same type and length on each rank; or a plain number, or a bigint of 64 bits; or IN_PLACE, for what
 *   is in `recv`
 * @returns the array with the result, or the number; for numbers undefined on rank 0
 * @throws CrossmemRangeError ERR_LENGTH, ERR_OVERLAP; CrossmemTypeError ERR_TYPES, ERR_OP, ERR_OP_TYPE, ERR_RECV; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * const found = 10 * (world.rank + 1)
 * const begin = world.exscan(found) ?? 0
 * console.log(`this rank's are numbers ${begin} to ${begin + found - 1} of all`)
 */
export function* exscan(
  line: ValueChannel,
  send: Reducible | InPlace,
  { recv, op = SUM }: ScanOptions = {},
): Steps<Reducible | undefined> {
  requireOneGroup(line, 'exscan')
  const operands = operandsOf(send, recv, op, 'exscan')
  const call = new CollectiveCall(line, 'exscan')
  const scratch = new Scratch(call.arena)
  const { operand, result } = operands
  const into = call.rank === 0 ? null : result
  yield* call.guard(
    reduction(call, { op, operand, into, receivers: 'before', root: 0, begins: [] }, () =>
      passOn(call, operands, op, scratch),
    ),
  )
  scratch.free()
  if (!isScalar(send)) return recv ?? (send as TypedArray)
  return call.rank === 0 ? undefined : operands.result[0]
}

/** Takes what comes from the rank before this one for the result, and sends it on with this rank's operand. */
function* passOn(call: CollectiveCall, { operand, result }: Operands, op: Op, scratch: Scratch): Steps<void> {
  const { rank, size } = call
  const { length } = operand
  const piece = pieceOf(operand, op)
  const isFirst = rank === 0
  const isLast = rank + 1 === size
  const type = numericTypeOf(operand)
  const room = Math.min(piece, length)
  const before = scratch.take(type, isFirst ? 0 : room)
  const together = scratch.take(type, isFirst || isLast ? 0 : room)
  let at = 0
  do {
    const own = operand.subarray(at, at + piece)
    const into = result.subarray(at, at + piece)
    at += piece
    const more = at < length
    let onward = own
    if (!isFirst) {
      const theirs = before.subarray(0, own.length)
      const arrived = postOperand(call, theirs, rank - 1, more)
      yield arrived
      checkOperand(call, arrived, theirs, op)
      if (!isLast) {
        // The piece before may still be on its way from here.
        if (call.isSending) yield* call.finishSends()
        onward = together.subarray(0, own.length)
        copyElements(own, onward)
        combineInOrder(op, onward, rank, theirs, rank - 1)
      }
      copyElements(theirs, into)
    }
    if (!isLast) startOperand(call, onward, rank + 1, op, more)
  } while (at < length)
  if (call.isSending) yield* call.finishSends()
}
