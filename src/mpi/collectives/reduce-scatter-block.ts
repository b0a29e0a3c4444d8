import { CrossmemRangeError } from '../../errors.ts'
import type { TypedArray } from '../../memory/bytes.ts'
import type { InPlace } from '../constants.ts'
import { type Op, SUM } from '../op.ts'
import type { ValueChannel } from '../value-channel.ts'
import { reduceParts } from './reduce-scatter.ts'
import type { Steps } from './steps.ts'

export interface ReduceScatterBlockOptions {
  /** Where this rank's part of the result goes; without it, over the first elements of what is sent. */
  recv?: TypedArray
  /** SUM unless given. */
  op?: Op
}

/**
 * Combines everybody's elements, and gives each rank an equal part of the result (MPI 4.1, chapter 6.10.1), as reduceScatter does.
 * @param send a typed array, of the same type and length on each rank, a multiple of the number of ranks; or IN_PLACE, for what is in
 *   `recv`
 * @returns the array with this rank's part: `recv`; the beginning of `recv` or `send` for what was in place there
 * @throws CrossmemRangeError ERR_LENGTH, ERR_OVERLAP; CrossmemTypeError ERR_TYPES, ERR_OP, ERR_OP_TYPE, ERR_RECV; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * const forces = new Float64Array(100 * world.size).fill(world.rank)
 * const mine = world.reduceScatterBlock(forces, { recv: new Float64Array(100) })
 */
export function* reduceScatterBlock(
  line: ValueChannel,
  send: TypedArray | InPlace,
  { recv, op = SUM }: ReduceScatterBlockOptions = {},
): Steps<TypedArray> {
  return yield* reduceParts(line, 'reduceScatterBlock', send, recv, (length) => equalCounts(length, line.size), op)
}

function equalCounts(length: number, size: number): number[] {
  if (length % size !== 0) {
    throw new CrossmemRangeError(
      'ERR_LENGTH',
      `what is reduced has ${length} elements, which cannot be divided equally among ${size} ranks: ` +
        'give a multiple, or use reduceScatter',
    )
  }
  return new Array(size).fill(length / size)
}
