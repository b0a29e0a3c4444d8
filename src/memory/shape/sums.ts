/** The sums of the first 0, 1, … `count` of some numbers. */
export function sumsOf(count: number, of: (index: number) => number): Float64Array {
  const sums = new Float64Array(count + 1)
  for (let index = 0; index < count; index++) sums[index + 1] = sums[index] + of(index)
  return sums
}

/** Which of the numbers the sums were made of the position `at` falls into, where they are laid end to end. */
export function after(sums: Float64Array, at: number): number {
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sums[middle + 1] <= at) low = middle + 1
    else high = middle
  }
  return low
}
