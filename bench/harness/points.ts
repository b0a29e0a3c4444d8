import type { Durations } from './phases.ts'

/** What is measured at a time. */
export interface Point {
  benchmark: string
  bytes: number
}

/** What a program in which all ranks work together has to measure. */
export interface PointsTask extends Durations {
  points: readonly Point[]
  /** The most calls that an interval has. */
  calls: number
}

/** A task as arguments of a program, the same for all; the C programs leave the rehearsal out. */
export function pointsArguments({ points, warmUp, measure, rehearsal, calls }: PointsTask): string[] {
  const groups: string[] = []
  points.forEach(({ benchmark, bytes }, index) => {
    if (points[index - 1]?.benchmark === benchmark) groups.push(`${groups.pop()},${bytes}`)
    else groups.push(`${benchmark}:${bytes}`)
  })
  return [groups.join(';'), ...[warmUp, measure, rehearsal, calls].map(String)]
}

export function parsePoints([groups, warmUp, measure, rehearsal, calls]: string[]): PointsTask {
  const points = groups.split(';').flatMap((group) => {
    const [benchmark, sizes] = group.split(':')
    return sizes.split(',').map((bytes) => ({ benchmark, bytes: Number(bytes) }))
  })
  return {
    points,
    warmUp: Number(warmUp),
    measure: Number(measure),
    rehearsal: Number(rehearsal),
    calls: Number(calls),
  }
}

// The same numbers stand in peers/mpi/together.h.
export const INTERVAL_BYTES = 16 * 1024
export const MOST_CALLS = 32
const MOST_CALLS_CROWDED = 8

/** The most calls of an interval: where ranks outnumber processors a call takes so long that the clock costs nothing beside it. */
export function mostCalls(crowded: boolean): number {
  return crowded ? MOST_CALLS_CROWDED : MOST_CALLS
}

/** How many calls an interval has: small ones are many. */
export function callsFor(bytes: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(INTERVAL_BYTES / Math.max(bytes, 1))))
}
