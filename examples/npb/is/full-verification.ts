import type { Communicator } from 'crossmem/mpi'
import { bordersOutOfOrder } from './borders.ts'
import type { Ranking } from './ranking.ts'

/**
 * Puts each key at the place that its rank gives it and checks that all keys of all ranks are then in order, also
 * from one rank to the next, and that they are the keys that were made: as many, with the same sum. Every rank calls
 * it, and every rank gets the same result.
 *
 * @returns how many errors there are: keys that are smaller than the one before, a count and a sum that differ
 */
export function verifyFully(
  comm: Communicator,
  { keys, received, minKey, counts }: Pick<Ranking, 'keys' | 'received' | 'minKey' | 'counts'>,
): number {
  const sorted = sortByRank(received, minKey, counts)
  let outOfOrder = 0
  for (let i = 1; i < sorted.length; i++) if (sorted[i - 1] > sorted[i]) outOfOrder++

  const borders = new Int32Array(3 * comm.size)
  comm.allgather(Int32Array.of(sorted.length, sorted[0], sorted[sorted.length - 1]), { recv: borders })

  const sums = Float64Array.of(outOfOrder, sorted.length - keys.length, sum(sorted) - sum(keys))
  const [allOutOfOrder, ...differences] = comm.allreduce(sums)
  return allOutOfOrder + bordersOutOfOrder(borders) + differences.filter((difference) => difference !== 0).length
}

/** The keys in ascending order, put there by the ranks in `counts` alone; -1 where no key came to lie. */
function sortByRank(keys: Int32Array, minKey: number, counts: Int32Array): Int32Array {
  const sorted = new Int32Array(keys.length).fill(-1)
  const next = counts.slice()
  for (let i = 0; i < keys.length; i++) sorted[--next[keys[i] - minKey]] = keys[i]
  return sorted
}

function sum(keys: Int32Array): number {
  let total = 0
  for (let i = 0; i < keys.length; i++) total += keys[i]
  return total
}
