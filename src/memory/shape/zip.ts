import { BATCH, Batch } from './batch.ts'
import { copySeries } from './copy-series.ts'
import { SERIES } from './series-list.ts'

/** Goes through the runs of a batch, and through the bytes of a run. */
class Cursor {
  readonly batch = new Batch(new Float64Array(BATCH * SERIES))
  /** The next run, those that follow it in its series, and how many bytes of it are behind. */
  at = 0
  length = 0
  stride = 0
  count = 0
  used = 0
  #next = 0

  start(): void {
    this.#next = 0
    this.count = 0
    this.used = 0
    this.#settle()
  }

  get ended(): boolean {
    return this.count === 0
  }

  /** What is left of the run. */
  get left(): number {
    return this.length - this.used
  }

  /** Goes over whole runs; none was begun. */
  skip(runs: number): void {
    this.at += runs * this.stride
    this.count -= runs
    this.#settle()
  }

  /** Goes on within the run, maybe to its end. */
  advance(bytes: number): void {
    this.used += bytes
    if (this.used < this.length) return
    this.used = 0
    this.skip(1)
  }

  #settle(): void {
    if (this.count > 0 || this.#next === this.batch.count) return
    const { table } = this.batch
    const entry = this.#next++ * SERIES
    this.at = table[entry]
    this.length = table[entry + 1]
    this.stride = table[entry + 2]
    this.count = table[entry + 3]
  }
}

const source = new Cursor()
const target = new Cursor()
/** What is to be filled before {@link zip}. */
export const sourceBatch = source.batch
export const targetBatch = target.batch

/** Copies the runs of one batch to those of the other, in their order, until one of the two is at its end. */
export function zip(from: Uint8Array, into: Uint8Array): void {
  source.start()
  target.start()
  while (!source.ended && !target.ended) {
    const { at, length, stride, count, used } = source
    const { at: to, length: room, stride: step, count: places, used: filled } = target
    const fits = used === 0 && target.left >= length
    const divides = filled === 0 && source.left >= room
    if (fits && divides) {
      const runs = Math.min(count, places)
      copySeries(from, at, stride, into, to, step, length, runs)
      source.skip(runs)
      target.skip(runs)
    } else if (fits) {
      const runs = Math.min(count, Math.floor(target.left / length))
      copySeries(from, at, stride, into, to + filled, length, length, runs)
      source.skip(runs)
      target.advance(runs * length)
    } else if (divides) {
      const runs = Math.min(places, Math.floor(source.left / room))
      copySeries(from, at + used, room, into, to, step, room, runs)
      target.skip(runs)
      source.advance(runs * room)
    } else {
      const part = Math.min(source.left, target.left)
      copySeries(from, at + used, part, into, to + filled, part, part, 1)
      source.advance(part)
      target.advance(part)
    }
  }
}
