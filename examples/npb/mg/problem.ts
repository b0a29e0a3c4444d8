import { byName } from '../problems.ts'

/** How near the norm must be to the published one. */
export const TOLERANCE = 1e-8

/** One class of the Multigrid benchmark: a periodic cube of `side`^3 points, and the norm of what remains after the last iteration. */
export interface Problem {
  readonly name: string
  readonly side: number
  readonly iterations: number
  readonly norm: number
}

/** The classes by name, with the sizes and norms that the NAS Parallel Benchmarks publish. */
export const PROBLEMS = byName<Problem>([
  { name: 'S', side: 32, iterations: 4, norm: 0.5307707005734e-4 },
  { name: 'W', side: 128, iterations: 4, norm: 0.6467329375339e-5 },
  { name: 'A', side: 256, iterations: 4, norm: 0.2433365309069e-5 },
])
