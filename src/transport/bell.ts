import { signalEventfd } from '../os/eventfd.ts'
import { futexWait, futexWake } from '../os/futex.ts'
import type { Segment } from './segment.ts'

/**
 * How a rank learns that something came, and how it sleeps until then.
 *
 *     byte 0                 64
 *     +---------------------+-------------------------+
 *     | how the rank sleeps | one bit for each source |
 *     +---------------------+-------------------------+
 *
 * A producer publishes its record, then looks whether its bit is set. If it is, the consumer has yet to look and nothing remains to be
 * done: one load in the usual case. If not, it sets the bit, and wakes the consumer if that sleeps. The consumer clears bits before it looks into their
 * lanes, and goes to sleep only after it has said so and then seen no bit. All these steps are sequentially consistent, so one of the two always
 * sees the other.
 */
export const AWAKE = 0
export const ON_FUTEX = 1
export const IN_EVENT_LOOP = 2
const SLEEP = 0
const BITS = 16

export class Bell {
  private readonly i32: Int32Array
  private readonly segment: Segment
  private readonly eventfds: readonly number[]
  private readonly own: number
  /** Words of bits. */
  readonly words: number
  private readonly rank: number
  /** Whether this rank counts among those that sleep. */
  private counted = false

  /** @param eventfds what wakes the event loop of each rank */
  constructor(segment: Segment, rank: number, eventfds: readonly number[]) {
    this.i32 = segment.i32
    this.segment = segment
    this.eventfds = eventfds
    this.own = segment.bellAt(rank) >>> 2
    this.words = (segment.size + 31) >>> 5
    this.rank = rank
  }

  /** Tells `dest` that the lane from here holds something. */
  ring(dest: number): void {
    Atomics.or(this.i32, bellWord(this.segment, this.rank, dest), bellBit(this.rank))
    wake(this.segment, dest, this.eventfds)
  }

  /** The sources that rang since the last time, as bits; clears them. */
  answer(word: number): number {
    const at = this.own + BITS + word
    return Atomics.load(this.i32, at) === 0 ? 0 : Atomics.exchange(this.i32, at, 0)
  }

  /** Sets a source's bit again, for one whose lane was not emptied. */
  remind(source: number): void {
    Atomics.or(this.i32, this.own + BITS + (source >>> 5), 1 << (source & 31))
  }

  /**
   * Sleeps until something comes, at most `milliseconds`; returns at once when something has come already, or when
   * more ranks than `deaths` have ended.
   * @param look looks once more, after others can see that this rank sleeps, for what they do not ring the bell for
   */
  sleep(milliseconds: number, deaths: number, look: () => boolean): void {
    if (!this.announce(ON_FUTEX)) return
    if (this.segment.deaths === deaths && !look()) {
      futexWait(this.segment.address + this.own * 4, ON_FUTEX, milliseconds)
    }
    this.announceAwake()
  }

  /** Says how this rank is about to sleep. @returns false, and the rank is awake, when something has come already */
  announce(how: typeof ON_FUTEX | typeof IN_EVENT_LOOP): boolean {
    if (!this.counted) this.segment.addSleepers(1)
    this.counted = true
    Atomics.store(this.i32, this.own + SLEEP, how)
    for (let word = 0; word < this.words; word++) {
      if (Atomics.load(this.i32, this.own + BITS + word) === 0) continue
      this.announceAwake()
      return false
    }
    return true
  }

  /** Wakes all ranks that sleep, for there is news of this one. */
  wakeAll(): void {
    for (let rank = 0; rank < this.segment.size; rank++) wake(this.segment, rank, this.eventfds)
  }

  /** Wakes a rank, if it sleeps. */
  wake(rank: number): void {
    wake(this.segment, rank, this.eventfds)
  }

  announceAwake(): void {
    Atomics.store(this.i32, this.own + SLEEP, AWAKE)
    if (this.counted) this.segment.addSleepers(-1)
    this.counted = false
  }
}

/** The index of the word in which `dest`'s bell has a bit for `source`. */
export function bellWord(segment: Segment, source: number, dest: number): number {
  return (segment.bellAt(dest) >>> 2) + BITS + (source >>> 5)
}

export function bellBit(source: number): number {
  return 1 << (source & 31)
}

/** Wakes a rank if it sleeps. */
export function wake(segment: Segment, rank: number, eventfds: readonly number[]): void {
  const word = (segment.bellAt(rank) >>> 2) + SLEEP
  if (Atomics.load(segment.i32, word) === AWAKE) return
  const how = Atomics.exchange(segment.i32, word, AWAKE)
  if (how === ON_FUTEX) futexWake(segment.address + word * 4)
  else if (how === IN_EVENT_LOOP) signalEventfd(eventfds[rank])
}
