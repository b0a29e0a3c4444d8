import { bytesOf, type TypedArray } from '../../memory/bytes.ts'
import type { InPlace } from '../constants.ts'
import { typeOf } from '../element-types.ts'
import { type Op, SUM } from '../op.ts'
import type { ValueChannel } from '../value-channel.ts'
import { bcastDown } from './bcast.ts'
import { CollectiveCall } from './call.ts'
import { codeOf } from './call-tag.ts'
import { combine, combineInOrder } from './combine.ts'
import { allreduceAcross } from './inter/reductions.ts'
import { reduction } from './local/reduction.ts'
import { reduceShort } from './local/short.ts'
import { mayThrow } from './op-code.ts'
import { copyElements, isScalar, numericTypeOf, operandsOf, type Reducible } from './operand.ts'
import { checkOperand, postOperand, startOperand } from './operand-messages.ts'
import { Scratch } from './scratch.ts'
import type { Steps } from './steps.ts'

const ALLREDUCE = codeOf('allreduce')

export interface AllreduceOptions {
  /** Where the result goes; without it, in the place of what is sent. */
  recv?: TypedArray
  /** SUM unless given. */
  op?: Op
}

/** Up to this length all ranks combine at the same time; above, that would move and combine too many bytes in all. */
const SHORT_BYTES = 8 * 1024

/**
 * Combines everybody's elements, for all (MPI 4.1, chapter 6.9.6), in the order of ranks: all get the same bits, and the same as
 * reduce gives.
 *
 * Short operands by recursive doubling, where the number of ranks is a power of two and the op is not the program's own; others are
 * reduced and then broadcast.
 * @param send a typed array, of the same type and length on each rank; or a plain number, or a bigint of 64 bits; or IN_PLACE, for what
 *   is in `recv`
 * @returns the array with the result, or the number
 * @throws CrossmemRangeError ERR_LENGTH, ERR_OVERLAP; CrossmemTypeError ERR_TYPES, ERR_OP, ERR_OP_TYPE, ERR_RECV; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * const longest = world.allreduce(performance.now(), { op: MAX })
 */
export function* allreduce(
  line: ValueChannel,
  send: Reducible | InPlace,
  { recv, op = SUM }: AllreduceOptions = {},
): Steps<Reducible> {
  const { operand, result } = operandsOf(send, recv, op, 'allreduce')
  if (line.ownGroup !== null) {
    yield* allreduceAcross(line, operand, result, op)
    return isScalar(send) ? result[0] : (recv ?? (send as TypedArray))
  }
  const call = new CollectiveCall(line, 'allreduce')
  try {
    yield* reduction(call, { op, operand, into: result, receivers: 'all', root: 0, begins: [] }, () => {
      if (result !== operand) copyElements(operand, result)
      const isShort = result.byteLength <= SHORT_BYTES && isPowerOfTwo(call.size) && !mayThrow(op)
      return isShort ? doubleRecursively(call, result, op) : reduceAndBcast(call, result, op, new Scratch(call.arena))
    })
  } catch (error) {
    throw call.fail(error)
  }
  return isScalar(send) ? result[0] : (recv ?? (send as TypedArray))
}

function* reduceAndBcast(call: CollectiveCall, operand: TypedArray, op: Op, scratch: Scratch): Steps<void> {
  yield* combine(call, operand, op, 0, scratch)
  scratch.free()
  yield* bcastDown(call, bytesOf(operand), typeOf(operand), 0)
}

/** In the round with distance d, runs of d ranks that have combined their operands swap what they have with their neighbours. */
function* doubleRecursively(call: CollectiveCall, operand: TypedArray, op: Op): Steps<void> {
  const { rank, size } = call
  let mine = operand
  let spare = new (numericTypeOf(operand))(size > 1 ? operand.length : 0)
  for (let distance = 1; distance < size; distance *= 2) {
    const partner = rank ^ distance
    const arrived = postOperand(call, spare, partner)
    startOperand(call, mine, partner, op)
    yield arrived
    checkOperand(call, arrived, spare, op)
    if (call.isSending) yield* call.finishSends()
    const result = combineInOrder(op, mine, rank, spare, partner)
    if (result === spare) spare = mine
    mine = result
  }
  if (mine !== operand) copyElements(mine, operand)
}

function isPowerOfTwo(n: number): boolean {
  return (n & (n - 1)) === 0
}

/** Blocking, for short operands. @returns null when it must be done by {@link allreduce} */
export function allreduceAtOnce(
  line: ValueChannel,
  send: Reducible | InPlace,
  { recv, op = SUM }: AllreduceOptions = {},
): Reducible | null {
  if (line.ownGroup !== null) return null
  const { operand, result } = operandsOf(send, recv, op, 'allreduce')
  if (!reduceShort(line, ALLREDUCE, operand, op, result, 0)) return null
  return isScalar(send) ? result[0] : (recv ?? (send as TypedArray))
}
