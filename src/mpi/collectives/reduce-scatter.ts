import { CrossmemRangeError } from '../../errors.ts'
import { bytesOf, type TypedArray } from '../../memory/bytes.ts'
import { IN_PLACE, type InPlace } from '../constants.ts'
import { type Op, SUM } from '../op.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkNumbers, requireRecv } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import type { CollectiveName } from './call-tag.ts'
import { combineParts } from './combine-parts.ts'
import { reduceScatterAcross } from './inter/reductions.ts'
import { arrayOf, type Operands, operandOf, resultOf } from './operand.ts'
import { checkApart } from './overlap.ts'
import type { Steps } from './steps.ts'

export interface ReduceScatterOptions {
  /** Where this rank's part of the result goes; without it, over the first elements of what is sent. */
  recv?: TypedArray
  /** How many elements of the result each rank gets; the same on all ranks. They add up to the elements of `send`. */
  counts: ArrayLike<number>
  /** SUM unless given. */
  op?: Op
}

/**
 * Combines everybody's elements, and gives each rank a part of the result (MPI 4.1, chapter 6.10.2), in the order of ranks: the same bits as
 * reduce gives.
 *
 * Each rank sends the others their parts of what it has, and combines its own; with an op of the program's own, all is reduced on
 * rank 0 and scattered from there.
 * @param send a typed array, of the same type and length on each rank; or IN_PLACE, for what is in `recv`
 * @returns the array with this rank's part: `recv`; the beginning of `recv` or `send` for what was in place there
 * @throws CrossmemRangeError ERR_COUNTS, ERR_LENGTH, ERR_OVERLAP; CrossmemTypeError ERR_COUNTS, ERR_TYPES, ERR_OP, ERR_OP_TYPE, ERR_RECV;
 *   CrossmemError ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * const counts = Array.from({ length: world.size }, (_, rank) => rank + 1)
 * const histogram = new Int32Array(counts.reduce((sum, count) => sum + count)).fill(1)
 * const mine = world.reduceScatter(histogram, { counts })
 */
export function* reduceScatter(
  line: ValueChannel,
  send: TypedArray | InPlace,
  { recv, counts, op = SUM }: ReduceScatterOptions,
): Steps<TypedArray> {
  checkNumbers(counts, 'counts', line.size)
  return yield* reduceParts(line, 'reduceScatter', send, recv, () => counts, op)
}

/** @param countsFor how many elements of an operand's length belong to each rank */
export function* reduceParts(
  line: ValueChannel,
  name: CollectiveName,
  send: TypedArray | InPlace,
  recv: TypedArray | undefined,
  countsFor: (length: number) => ArrayLike<number>,
  op: Op,
): Steps<TypedArray> {
  const inPlace = send === IN_PLACE || recv === undefined
  const source = send === IN_PLACE ? requireRecv(recv, `${name} in place`) : send
  const operand = operandOf(arrayOf(source), op)
  const counts = Array.from(countsFor(operand.length))
  checkSum(counts, operand.length)
  const own = counts[line.rank]
  const operands: Operands = { operand, result: operand.subarray(0, own) }
  if (line.ownGroup !== null) {
    const result = inPlace ? operands.result : resultOf(recv, send, operand, own)
    yield* reduceScatterAcross(line, name, operand, result, counts, op)
    return inPlace ? source.subarray(0, own) : recv
  }
  if (inPlace) {
    yield* combineParts(new CollectiveCall(line, name), operands, counts, op, true)
    return source.subarray(0, own)
  }
  const result = resultOf(recv, send, operand, own)
  checkApart(bytesOf(operand), bytesOf(result))
  yield* combineParts(new CollectiveCall(line, name), { operand, result }, counts, op, false)
  return recv
}

function checkSum(counts: ArrayLike<number>, length: number): void {
  let sum = 0
  for (let rank = 0; rank < counts.length; rank++) sum += counts[rank]
  if (sum !== length) {
    throw new CrossmemRangeError(
      'ERR_COUNTS',
      `counts add up to ${sum} elements, and what is reduced has ${length}: give each element to one rank`,
    )
  }
}
