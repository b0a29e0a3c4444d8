/** How long an implementation rehearses, warms up and measures each size, in seconds. */
export interface Durations {
  warmUp: number
  measure: number
  rehearsal: number
}

const REHEARSAL_SECONDS_TOGETHER = 1
const WARM_UP_SECONDS = 0.02
const MEASURE_SECONDS = 0.04

/** For so many sizes. */
export function durationsFor(sizes: number): Durations {
  const rehearsal = Math.max(WARM_UP_SECONDS, REHEARSAL_SECONDS_TOGETHER / sizes)
  return { warmUp: WARM_UP_SECONDS, measure: MEASURE_SECONDS, rehearsal }
}

const REHEARSAL_SECONDS_POINT = 0.1
const MOST_CROWDING = 4

/** For so many points that are measured by all ranks; those that share a processor rehearse longer. */
export function durationsForPoints(points: number, crowding: number): Durations {
  const rehearsal = Math.max(REHEARSAL_SECONDS_POINT, REHEARSAL_SECONDS_TOGETHER / points)
  const longer = Math.max(1, Math.min(crowding, MOST_CROWDING))
  return { warmUp: WARM_UP_SECONDS, measure: MEASURE_SECONDS, rehearsal: rehearsal * longer }
}

/** A number of intervals that both sides run without talking about it in between. */
export interface Chunk {
  intervals: number
  /** Every byte that arrives is compared, not a few in each message. */
  full: boolean
  measured: boolean
}

/** Tells the other side that a size is done. */
export const END: Chunk = { intervals: 0, full: false, measured: false }

// The same numbers stand in peers/mpi/phases.h.
export const LEAST_WARM_UP = 600
export const MOST_WARM_UP_TIMES = 5
export const LEAST_MEASURED = 4
export const MOST_MEASURED = 1_000_000
/** Seconds. */
export const LONGEST_MEASURED = 1

/** In milliseconds. */
type Clock = () => number

const clock: Clock = () => performance.now()

/**
 * The chunks that rehearse one size before any is measured: V8 optimises for all that it has seen, large sizes too, and
 * takes some tenths of a second until it has, for its compiler shares a processor with a rank that waits.
 */
export function* rehearsal(seconds: number, now: Clock = clock): Generator<Chunk, void> {
  yield* growing(seconds, () => true, now)
}

/**
 * The chunks that measure one size, for a side that runs each before it asks for the next: one interval that is checked in full,
 * a warm-up in growing chunks, the measured one, and one more that is checked in full.
 *
 * The warm-up lasts `warmUp` seconds and goes on, up to five times as long, until 600 messages have travelled. At least four intervals
 * are measured, or as many as a second holds.
 *
 * @param messages how many messages an interval has
 */
export function* phases({ warmUp, measure }: Durations, messages: number, now: Clock = clock): Generator<Chunk, void> {
  yield { intervals: 1, full: true, measured: false }
  const most = warmUp * MOST_WARM_UP_TIMES
  const each = yield* growing(warmUp, (done, spent) => done * messages >= LEAST_WARM_UP || spent >= most, now)
  const least = Math.max(1, Math.min(LEAST_MEASURED, LONGEST_MEASURED / each))
  const intervals = Math.floor(Math.min(Math.max(measure / each, least), MOST_MEASURED))
  yield { intervals, full: false, measured: true }
  yield { intervals: 1, full: true, measured: false }
}

/** Chunks until so many seconds are spent and it is enough; gives the seconds that an interval took. */
function* growing(
  seconds: number,
  enough: (done: number, spent: number) => boolean,
  now: Clock,
): Generator<Chunk, number> {
  const start = now()
  let spent = 0
  let done = 0
  let intervals = 1
  do {
    yield { intervals, full: false, measured: false }
    spent = (now() - start) / 1000
    done += intervals
    intervals = Math.max(1, Math.min(intervals * 2, Math.ceil(((seconds - spent) * done) / spent)))
  } while (spent < seconds || !enough(done, spent))
  return spent / done
}
