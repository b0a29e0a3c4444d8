import { yieldProcessor } from '../os/futex.ts'
import type { Bell } from './bell.ts'

/**
 * How to wait: look again and again for some microseconds, then let others run between two looks, then sleep.
 * Where ranks outnumber processors, looking keeps others from what one waits for, and is given up at once.
 */
const LOOKS = 100
const LOOKS_CROWDED = 20
const LINE_LOOKS = 32
const LINE_LOOKS_CROWDED = 1
const SHORT_ROUNDS = 30
const SPINS = 500
const SPINS_CROWDED = 10
const YIELD_MS = 2
const YIELD_MS_CROWDED = 2
/** A sleeper is always woken; should that ever fail, it looks again after this time. */
const LONGEST_SLEEP_MS = 500

export class Patience {
  /** How often to look for one thing at a time. */
  readonly looks: number
  /** How often to look at lines of a control block at a time. */
  readonly lineLooks: number
  /** How many times that for a short message, before others are thought of. */
  readonly shortRounds: number
  private readonly bell: Bell
  private readonly spins: number
  private readonly yieldMs: number
  private tiredAt = 0

  constructor(bell: Bell, crowded: boolean) {
    this.bell = bell
    this.looks = crowded ? LOOKS_CROWDED : LOOKS
    this.lineLooks = crowded ? LINE_LOOKS_CROWDED : LINE_LOOKS
    this.shortRounds = crowded ? 1 : SHORT_ROUNDS
    this.spins = crowded ? SPINS_CROWDED : SPINS
    this.yieldMs = crowded ? YIELD_MS_CROWDED : YIELD_MS
  }

  /** Whether looks so far, by their number, were so many that it is time to look for what is wrong. */
  isLong(idle: number): boolean {
    return idle >= this.spins
  }

  /** Lets others run, unless that was done for long enough since {@link isLong} became true: then @returns false, and it is time to sleep. */
  yields(idle: number): boolean {
    const now = performance.now()
    if (idle === this.spins) this.tiredAt = now + this.yieldMs
    if (now >= this.tiredAt) return false
    yieldProcessor()
    return true
  }

  /** Sleeps until something comes, or more than `deaths` ranks have ended; see {@link Bell.sleep}. */
  sleep(deaths: number, look: () => boolean): void {
    this.bell.sleep(LONGEST_SLEEP_MS, deaths, look)
  }
}
