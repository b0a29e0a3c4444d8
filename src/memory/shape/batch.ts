import { SERIES } from './series-list.ts'
import type { Shape } from './shape.ts'

/** How many series are looked at together. */
export const BATCH = 256

/** A part of a shape as a short table of series, filled anew again and again: the copy loops read it. */
export class Batch {
  readonly table: Float64Array
  /** How many series are in the table. */
  count = 0
  #bytes = 0
  // Made once: a copy allocates nothing.
  readonly #add = (offset: number, length: number, stride: number, count: number): boolean => {
    if (this.count === BATCH) return false
    const at = this.count++ * SERIES
    this.table[at] = offset
    this.table[at + 1] = length
    this.table[at + 2] = stride
    this.table[at + 3] = count
    this.#bytes += length * count
    return true
  }

  constructor(table: Float64Array = new Float64Array(BATCH * SERIES)) {
    this.table = table
  }

  /**
   * Takes in a shape's bytes from the one numbered `begin` on, before the one numbered `end`, as many as there is room for.
   * @param base is added to all offsets
   * @returns how many bytes they are
   */
  fill(shape: Shape, base: number, begin: number, end: number): number {
    this.count = 0
    this.#bytes = 0
    shape.walk(base, begin, end, this.#add)
    return this.#bytes
  }

  /** Takes in one run. */
  fillRun(offset: number, length: number): void {
    this.count = 0
    this.#add(offset, length, length, 1)
  }
}
