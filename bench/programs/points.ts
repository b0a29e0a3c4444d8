import { traffic, world } from 'crossmem/mpi'
import type { Figure } from '../harness/figure.ts'
import { type Chunk, phases, rehearsal } from '../harness/phases.ts'
import { type Point, parsePoints } from '../harness/points.ts'
import { mostUsed } from './traffic.ts'

/** The chunks for a work that is a share of a point, and has so many calls in an interval. */
export type Chunks = (share: number, calls: number) => Iterator<Chunk, void>

/** What a point needs and does. */
export interface Measured extends Disposable {
  /** @returns the point's microseconds at rank 0 */
  measure(chunks: Chunks): number
}

export interface Setting {
  /** The most calls that an interval has. */
  calls: number
  arena: boolean
}

/**
 * The main part of a program in which all ranks work together: rehearses and measures the points that its arguments name, and
 * prints a figure for each at rank 0.
 */
export function measurePoints(prepare: (point: Point, setting: Setting) => Measured): void {
  const args = process.argv.slice(2)
  const { points, calls, ...durations } = parsePoints(args)
  const setting = { calls, arena: args.at(-1) === 'arena' }
  for (const point of [...points].sort((a, b) => b.bytes - a.bytes)) {
    using work = prepare(point, setting)
    work.measure((share) => rehearsal(durations.rehearsal * share))
  }
  for (const point of points) {
    using work = prepare(point, setting)
    const before = traffic()
    const microseconds = work.measure((share, calls) => {
      const { warmUp, measure } = durations
      return phases({ ...durations, warmUp: warmUp * share, measure: measure * share }, calls)
    })
    if (world.rank === 0) print({ ...point, microseconds, protocol: mostUsed(before, traffic()) ?? 'shared' })
  }
}

function print({ bytes, ...rest }: Figure): void {
  process.stdout.write(`${JSON.stringify({ bytes, ...rest })}\n`)
}
