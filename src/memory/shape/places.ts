import type { Shape, Visit } from './shape.ts'
import { after, sumsOf } from './sums.ts'

/** Different shapes, each at a place of its own. */
export class Places implements Shape {
  readonly bytes: number
  readonly low: number
  readonly high: number
  readonly runs: number
  readonly series: number
  readonly #offsets: Float64Array
  readonly #bodies: readonly Shape[]
  /** How many bytes lie before each shape. */
  readonly #sums: Float64Array

  constructor(offsets: Float64Array, bodies: readonly Shape[]) {
    this.#offsets = offsets
    this.#bodies = bodies
    this.#sums = sumsOf(bodies.length, (index) => bodies[index].bytes)
    this.bytes = this.#sums[bodies.length]
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    let runs = 0
    let series = 0
    bodies.forEach((body, index) => {
      low = Math.min(low, offsets[index] + body.low)
      high = Math.max(high, offsets[index] + body.high)
      runs += body.runs
      series += body.series
    })
    this.low = low
    this.high = high
    this.runs = runs
    this.series = series
  }

  shifted(by: number): Shape {
    return new Places(
      this.#offsets.map((offset) => offset + by),
      this.#bodies,
    )
  }

  walk(base: number, begin: number, end: number, visit: Visit): boolean {
    const offsets = this.#offsets
    const sums = this.#sums
    for (let index = after(sums, begin); index < offsets.length && sums[index] < end; index++) {
      const first = Math.max(begin - sums[index], 0)
      const last = Math.min(end, sums[index + 1]) - sums[index]
      if (!this.#bodies[index].walk(base + offsets[index], first, last, visit)) return false
    }
    return true
  }
}
