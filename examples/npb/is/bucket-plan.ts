import { shareStart } from '../../share.ts'

/**
 * Hands the buckets, in order, to `ranks` ranks so that each has about the same number of keys: rank r takes buckets
 * until the ranks up to r have their share of all keys. Rank r gets the buckets from `result[r]` up to, not including,
 * `result[r + 1]`; a rank has none if the one before it had to take more than its own share.
 *
 * @param totals how many keys each bucket holds over all ranks
 */
export function planBuckets(totals: Int32Array, ranks: number): Int32Array {
  const firstBuckets = new Int32Array(ranks + 1)
  const totalKeys = totals.reduce((sum, size) => sum + size, 0)
  let bucket = 0
  let keys = 0
  for (let rank = 0; rank < ranks; rank++) {
    const end = shareStart(totalKeys, rank + 1, ranks)
    while (keys < end) keys += totals[bucket++]
    firstBuckets[rank + 1] = bucket
  }
  return firstBuckets
}
