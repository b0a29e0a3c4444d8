import { SERIES } from './series-list.ts'

/** Makes as few series of runs as it can. */
export class Listing {
  #table = new Float64Array(16 * SERIES)
  /** Where the last series begins in the table. */
  #last = -SERIES

  /** What was made so far, see {@link SERIES}. */
  get table(): Float64Array {
    return this.#table.slice(0, this.#last + SERIES)
  }

  add(offset: number, length: number): void {
    if (length === 0) return
    if (this.#last < 0) {
      this.#push(offset, length)
      return
    }
    const table = this.#table
    const at = this.#last
    const count = table[at + 3]
    const end = table[at] + (count - 1) * table[at + 2] + table[at + 1]
    if (offset === end) this.#lengthen(end, length)
    // Two runs are always at equal distances; the third one tells.
    else if (table[at + 1] === length && (count === 1 || offset === table[at] + count * table[at + 2])) {
      if (count === 1) table[at + 2] = offset - table[at]
      table[at + 3]++
    } else this.#push(offset, length)
  }

  addSeries(offset: number, length: number, stride: number, count: number): void {
    if (count === 1) {
      this.add(offset, length)
      return
    }
    this.#push(offset, length)
    this.#table[this.#last + 2] = stride
    this.#table[this.#last + 3] = count
  }

  /** Joins a run to the last one, which ends where it begins. */
  #lengthen(end: number, length: number): void {
    const table = this.#table
    const at = this.#last
    const whole = table[at + 1] + length
    if (table[at + 3] > 1) {
      const begin = end - table[at + 1]
      table[at + 3]--
      this.#push(begin, whole)
    } else {
      table[at + 1] = whole
      table[at + 2] = whole
    }
  }

  #push(offset: number, length: number): void {
    const at = this.#last + SERIES
    if (at === this.#table.length) {
      const longer = new Float64Array(2 * at)
      longer.set(this.#table)
      this.#table = longer
    }
    this.#table[at] = offset
    this.#table[at + 1] = length
    this.#table[at + 2] = length
    this.#table[at + 3] = 1
    this.#last = at
  }
}
