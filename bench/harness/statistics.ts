/**
 * The middle one of some values, or the mean of the two in the middle; sorts them where they are.
 * @throws RangeError when there are no values
 */
export function median(values: number[] | Float64Array): number {
  if (values.length === 0) throw new RangeError('A median needs at least one value.')
  values.sort((a, b) => a - b)
  const half = values.length >> 1
  return values.length % 2 === 1 ? values[half] : (values[half - 1] + values[half]) / 2
}

/** The middle one of some values with the ends between which all of them lie. */
export interface Summary {
  median: number
  min: number
  max: number
}

/** @throws RangeError when there are no values */
export function summarize(values: readonly number[]): Summary {
  const sorted = [...values]
  return { median: median(sorted), min: sorted[0], max: sorted[sorted.length - 1] }
}

/** @throws RangeError when there are no values */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('A mean needs at least one value.')
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Of positive values. @throws RangeError when there are no values */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(mean(values.map(Math.log)))
}
