import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { encodePlace, PLACE_VARIABLE, type Place } from '../transport/place.ts'
import type { Job } from './job.ts'
import type { Resources } from './resources.ts'

const PRELOAD = new URL('./preload.js', import.meta.url).href
/** The first descriptor after standard input, output and error. */
const FIRST = 3

/**
 * Starts one rank.
 *
 * It stays in this process's session and group: a terminal then treats the whole job as one, and the kernel's automatic
 * groups (sched_autogroup), in which yielding helps nobody outside of one's own session, do not part ranks that share
 * a processor.
 */
export function startRank(
  job: Job,
  { segment, arenas, eventfds }: Resources,
  rank: number,
  where: Pick<Place, 'crowded' | 'processor'>,
): ChildProcess {
  const output = job.prefix ? 'pipe' : 'inherit'
  const shared = [segment.fd, ...arenas, ...eventfds]
  const stdio: StdioOptions = [rank === 0 ? 'inherit' : 'ignore', output, output, ...shared]
  const place = encodePlace({
    rank,
    size: job.size,
    launcher: process.pid,
    segment: FIRST,
    arenas: arenas.map((_, index) => FIRST + 1 + index),
    eventfds: eventfds.map((_, index) => FIRST + 1 + arenas.length + index),
    heapBytes: job.heapBytes,
    forced: job.forced,
    ...where,
  })
  const args = ['--import', PRELOAD, ...job.nodeOptions, job.program, ...job.args]
  return spawn(process.execPath, args, { stdio, env: { ...process.env, [PLACE_VARIABLE]: place } })
}
