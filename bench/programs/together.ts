import { alloc, world } from 'crossmem/mpi'
import { type Chunk, END } from '../harness/phases.ts'
import { median } from '../harness/statistics.ts'

/** What is done in an interval. */
export interface Work {
  /** How many calls that is, each with buffers of its own. */
  readonly calls: number
  /** Writes new data into what is sent. */
  change(interval: number): void
  run(): void
  /** Looks at what arrived. @throws Error when something is wrong */
  check(interval: number, full: boolean): void
}

const TAG = 1
/** Into how many runs the measured intervals are cut. */
const RUNS = 8

// What the ranks tell each other lies in the arena, from where every protocol can take it.
const control = alloc(Int32Array, 3)
const means = alloc(Float64Array, RUNS)
const theirs = alloc(Float64Array, RUNS)

/**
 * Runs chunks of intervals on all ranks at once. Each rank measures its own way through an interval; before it is a barrier, so
 * that all begin it together, and that is not measured.
 * @param chunks rank 0's are those that count
 * @returns at rank 0: the microseconds of a call. What is measured is cut into runs; a run takes as long as its slowest rank does on
 *   average, and the median run counts. Elsewhere it means nothing.
 */
export function measureTogether(work: Work, chunks: Iterator<Chunk, void>): number {
  let done = 0
  let microseconds = 0
  for (;;) {
    if (world.rank === 0) {
      const { value = END } = chunks.next()
      control.set([value.intervals, Number(value.full), Number(value.measured)])
    }
    world.bcast(control)
    const [intervals, full, measured] = control
    if (intervals === 0) return microseconds
    const runs = measured === 1 ? Math.min(RUNS, intervals) : 1
    for (let run = 0; run < runs; run++) {
      const begin = Math.floor((intervals * run) / runs)
      const end = Math.floor((intervals * (run + 1)) / runs)
      means[run] = (runIntervals(work, done + begin, done + end, full === 1) * 1000) / (end - begin) / work.calls
    }
    if (measured === 1) {
      takeSlowest()
      microseconds = median(means.slice(0, runs))
    }
    done += intervals
  }
}

function runIntervals(work: Work, begin: number, end: number, full: boolean): number {
  let milliseconds = 0
  for (let interval = begin; interval < end; interval++) {
    work.change(interval)
    world.barrier()
    const start = performance.now()
    work.run()
    milliseconds += performance.now() - start
    work.check(interval, full)
  }
  return milliseconds
}

/** Puts the longest of all ranks' means in the place of rank 0's. */
function takeSlowest(): void {
  if (world.rank !== 0) {
    world.send(means, { dest: 0, tag: TAG })
    return
  }
  for (let source = 1; source < world.size; source++) {
    world.recv(theirs, { source, tag: TAG })
    for (let run = 0; run < RUNS; run++) means[run] = Math.max(means[run], theirs[run])
  }
}
