/**
 * How many ranks have a first key that is smaller than the last key of the nearest rank before them that has keys.
 *
 * @param borders three numbers of each rank: how many keys it has, the first and the last of them
 */
export function bordersOutOfOrder(borders: Int32Array): number {
  let errors = 0
  let lastBefore = 0
  for (let i = 0; i < borders.length; i += 3) {
    const [length, first, last] = borders.subarray(i)
    if (length === 0) continue
    if (first < lastBefore) errors++
    lastBefore = last
  }
  return errors
}
