import { bytesOf, type TypedArray } from '../../memory/bytes.ts'
import { typeOf } from '../element-types.ts'
import { type Op, SUM } from '../op.ts'
import type { ValueChannel } from '../value-channel.ts'
import { bcastBytes } from './bcast.ts'
import { CollectiveCall } from './call.ts'
import { checkOperandType, combine, combineInOrder } from './combine.ts'
import { copyElements, isScalar, numericTypeOf, operandOf, type Reducible, resultOf } from './operand.ts'
import { Scratch } from './scratch.ts'
import type { Steps } from './steps.ts'

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
 * Short operands by recursive doubling, where the number of ranks is a power of two; others are reduced and then broadcast.
 * @param send a typed array, of the same type and length on each rank; or a plain number, or a bigint of 64 bits
 * @returns the array with the result, or the number
 * @throws CrossmemRangeError ERR_LENGTH; CrossmemTypeError ERR_TYPES, ERR_OP, ERR_OP_TYPE; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH
 * @example
 * const longest = world.allreduce(performance.now(), { op: MAX })
 */
export function* allreduce(
  line: ValueChannel,
  send: Reducible,
  { recv, op = SUM }: AllreduceOptions = {},
): Steps<Reducible> {
  let operand = operandOf(send, op)
  if (recv !== undefined) {
    const result = resultOf(recv, send, operand)
    copyElements(operand, result)
    operand = result
  }
  const call = new CollectiveCall(line, 'allreduce')
  try {
    if (operand.byteLength <= SHORT_BYTES && isPowerOfTwo(call.size)) yield* doubleRecursively(call, operand, op)
    else yield* reduceAndBcast(call, operand, op, new Scratch(line.channel.port.transport.arena))
  } catch (error) {
    throw call.fail(error)
  }
  return isScalar(send) ? operand[0] : (recv ?? send)
}

function* reduceAndBcast(call: CollectiveCall, operand: TypedArray, op: Op, scratch: Scratch): Steps<void> {
  yield* combine(call, operand, op, 0, scratch)
  scratch.free()
  yield* bcastBytes(call, bytesOf(operand), typeOf(operand), 0)
}

/** In the round with distance d, runs of d ranks that have combined their operands swap what they have with their neighbours. */
function* doubleRecursively(call: CollectiveCall, operand: TypedArray, op: Op): Steps<void> {
  if (operand.length === 0) return
  const { rank, size } = call
  const type = numericTypeOf(operand)
  let mine = operand
  let spare = new type(size > 1 ? operand.length : 0)
  for (let distance = 1; distance < size; distance *= 2) {
    const partner = rank ^ distance
    const arrived = call.post(bytesOf(spare), partner)
    call.start(bytesOf(mine), partner, typeOf(mine))
    yield arrived
    checkOperandType(call, arrived, spare)
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
