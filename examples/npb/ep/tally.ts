/** How many square annuli the deviates are counted in: annulus l holds the pairs with l <= max(|x|, |y|) < l + 1. */
export const ANNULI = 10

/** Where a tally has the sum of the first deviates of all pairs, the sum of the second, and the first of its counts. */
export const SUM_X = 0
export const SUM_Y = 1
export const COUNTS = 2

/** A tally of nothing. */
export function emptyTally(): Float64Array {
  return new Float64Array(COUNTS + ANNULI)
}

/**
 * Makes Gaussian deviates of pairs of numbers in (0, 1) by Marsaglia's polar method, and adds them to `tally`: a pair that
 * lies, scaled to (-1, 1), outside of the unit circle is left out.
 */
export function addToTally(uniform: Float64Array, tally: Float64Array): void {
  let sumX = tally[SUM_X]
  let sumY = tally[SUM_Y]
  for (let i = 1; i < uniform.length; i += 2) {
    const x = 2 * uniform[i - 1] - 1
    const y = 2 * uniform[i] - 1
    const square = x * x + y * y
    if (square > 1) continue
    const factor = Math.sqrt((-2 * Math.log(square)) / square)
    const gaussX = x * factor
    const gaussY = y * factor
    sumX += gaussX
    sumY += gaussY
    // The greater of the two without a comparison, which the processor would often guess wrongly: that halves the loop's time.
    const annulusX = Math.abs(gaussX) | 0
    const difference = annulusX - (Math.abs(gaussY) | 0)
    tally[COUNTS + annulusX - (difference & (difference >> 31))]++
  }
  tally[SUM_X] = sumX
  tally[SUM_Y] = sumY
}
