import { byName } from '../problems.ts'

/** How near zeta must be to the published one. */
export const TOLERANCE = 1e-10

/** One class of the Conjugate Gradient benchmark: a matrix of `size` rows and columns, made of vectors with `nonzeros` elements. */
export interface Problem {
  readonly name: string
  readonly size: number
  readonly nonzeros: number
  readonly iterations: number
  readonly shift: number
  readonly zeta: number
}

/** The classes by name, with the sizes and results that the NAS Parallel Benchmarks publish. */
export const PROBLEMS = byName<Problem>([
  { name: 'S', size: 1400, nonzeros: 7, iterations: 15, shift: 10, zeta: 8.5971775078648 },
  { name: 'W', size: 7000, nonzeros: 8, iterations: 15, shift: 12, zeta: 10.362595087124 },
  { name: 'A', size: 14000, nonzeros: 11, iterations: 15, shift: 20, zeta: 17.130235054029 },
])
