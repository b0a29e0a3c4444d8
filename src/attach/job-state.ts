/*
 * What a copy that goes on is known by, in memory that threads share:
 *
 *    word 0   status: pending, succeeded or failed
 *    word 1   whether to stop
 *    word 2   the next chunk that nobody moves yet
 *    word 3   how many threads are still at it
 *
 * and behind these a line for each thread, which only that thread writes: how many bytes it has moved (a double), the
 * chunk that it could not move in full (-1: none), how many of that chunk's bytes it did move, the reason and the side.
 */
export const STATUS = 0
export const STOP = 1
export const NEXT = 2
export const RUNNING = 3

export const PENDING = 0
export const SUCCEEDED = 1
export const FAILED = 2

export const MOST_THREADS = 8
const LINE = 64
const FAILED_CHUNK = 2
const PART = 3
const REASON = 4
const SIDE = 5

/** Making a SharedArrayBuffer takes longer than handing a copy over may: many copies share one. */
const BYTES = LINE + MOST_THREADS * LINE
const SHEET_BYTES = 64 * BYTES
let sheet = new SharedArrayBuffer(0)
let taken = 0

function takeWords(): Int32Array<SharedArrayBuffer> {
  if (taken + BYTES > sheet.byteLength) {
    sheet = new SharedArrayBuffer(SHEET_BYTES)
    taken = 0
  }
  taken += BYTES
  return new Int32Array(sheet, taken - BYTES, BYTES / 4)
}

/** A chunk that was not moved in full. */
export interface Failure {
  chunk: number
  part: number
  reason: number
  side: 'from' | 'to'
}

/** The shared words of one copy; in every thread an object of its own over the same buffer. */
export class JobState {
  readonly words: Int32Array<SharedArrayBuffer>
  readonly #bytes: Float64Array

  /** Over the words of a copy that another thread began; without them, a new copy's. */
  constructor(words = takeWords()) {
    this.words = words
    this.#bytes = new Float64Array(words.buffer, words.byteOffset, words.length / 2)
  }

  /** Bytes that were moved so far, by all. */
  get moved(): number {
    let sum = 0
    for (let thread = 0; thread < MOST_THREADS; thread++) sum += this.#bytes[this.#line(thread) / 2]
    return sum
  }

  addMoved(thread: number, bytes: number): void {
    this.#bytes[this.#line(thread) / 2] += bytes
  }

  get status(): number {
    return Atomics.load(this.words, STATUS)
  }

  set status(status: number) {
    Atomics.store(this.words, STATUS, status)
  }

  get stopped(): boolean {
    return Atomics.load(this.words, STOP) !== 0
  }

  stop(): void {
    Atomics.store(this.words, STOP, 1)
  }

  begin(thread: number): void {
    this.words[this.#line(thread) + FAILED_CHUNK] = -1
  }

  fail(thread: number, { chunk, part, reason, side }: Failure): void {
    const line = this.#line(thread)
    this.words[line + PART] = part
    this.words[line + REASON] = reason
    this.words[line + SIDE] = side === 'from' ? 0 : 1
    this.words[line + FAILED_CHUNK] = chunk
    this.stop()
  }

  /** The first chunk that one of the threads could not move in full. */
  firstFailure(threads: number): Failure | null {
    let first: Failure | null = null
    for (let thread = 0; thread < threads; thread++) {
      const line = this.#line(thread)
      const chunk = this.words[line + FAILED_CHUNK]
      if (chunk < 0 || (first !== null && first.chunk < chunk)) continue
      const side = this.words[line + SIDE] === 0 ? 'from' : 'to'
      first = { chunk, part: this.words[line + PART], reason: this.words[line + REASON], side }
    }
    return first
  }

  #line(thread: number): number {
    return (LINE + thread * LINE) / 4
  }
}
