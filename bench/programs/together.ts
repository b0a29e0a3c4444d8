import { alloc, world } from 'crossmem/mpi'
import { type Chunk, END } from '../harness/phases.ts'

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

// What the ranks tell each other lies in the arena, from where every protocol can take it.
const control = alloc(Int32Array, 3)
const time = alloc(Float64Array, 1)

/**
 * Runs chunks of intervals on all ranks at once. Each rank measures its own way through an interval; before it is a barrier, so
 * that all begin it together, and that is not measured.
 * @param chunks rank 0's are those that count
 * @returns at rank 0: the microseconds of a call in the measured chunk, the mean of the slowest rank; elsewhere 0
 */
export function measureTogether(work: Work, chunks: Iterator<Chunk, void>): number {
  let begin = 0
  let mean = 0
  for (;;) {
    if (world.rank === 0) {
      const { value = END } = chunks.next()
      control.set([value.intervals, Number(value.full), Number(value.measured)])
    }
    world.bcast(control)
    const [intervals, full, measured] = control
    if (intervals === 0) return slowest(mean)
    const milliseconds = runIntervals(work, begin, begin + intervals, full === 1)
    if (measured === 1) mean = (milliseconds * 1000) / intervals / work.calls
    begin += intervals
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

/** The longest time of all ranks, at rank 0. */
function slowest(own: number): number {
  if (world.rank !== 0) {
    time[0] = own
    world.send(time, { dest: 0, tag: TAG })
    return 0
  }
  let longest = own
  for (let source = 1; source < world.size; source++) {
    world.recv(time, { source, tag: TAG })
    longest = Math.max(longest, time[0])
  }
  return longest
}
