import { walkSeries } from './series.ts'
import type { Shape, Visit } from './shape.ts'
import { after, sumsOf } from './sums.ts'

/** Numbers of a series in a table: offset, length, stride, count. */
export const SERIES = 4

/** Any series, one after the other, as a table of numbers. */
export class SeriesList implements Shape {
  readonly bytes: number
  readonly low: number
  readonly high: number
  readonly runs: number
  readonly series: number
  readonly #table: Float64Array
  readonly #by: number
  /** How many bytes lie before each series. */
  readonly #sums: Float64Array

  /** @param table belongs to the shape from now on; lengths and counts in it are above 0 */
  constructor(table: Float64Array, by = 0) {
    const series = table.length / SERIES
    this.#table = table
    this.#by = by
    this.series = series
    this.#sums = sumsOf(series, (index) => table[index * SERIES + 1] * table[index * SERIES + 3])
    this.bytes = this.#sums[series]
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    let runs = 0
    for (let at = 0; at < table.length; at += SERIES) {
      const last = table[at] + (table[at + 3] - 1) * table[at + 2]
      low = Math.min(low, table[at], last)
      high = Math.max(high, table[at] + table[at + 1], last + table[at + 1])
      runs += table[at + 3]
    }
    this.low = low + by
    this.high = high + by
    this.runs = runs
  }

  shifted(by: number): Shape {
    return new SeriesList(this.#table, this.#by + by)
  }

  walk(base: number, begin: number, end: number, visit: Visit): boolean {
    const table = this.#table
    const sums = this.#sums
    const from = base + this.#by
    for (let index = after(sums, begin); index < this.series && sums[index] < end; index++) {
      const at = index * SERIES
      const first = Math.max(begin - sums[index], 0)
      const last = Math.min(end, sums[index + 1]) - sums[index]
      if (!walkSeries(from + table[at], table[at + 1], table[at + 2], first, last, visit)) return false
    }
    return true
  }
}
