import { byName } from '../problems.ts'

/** How near the sums must be to the published ones. */
export const TOLERANCE = 1e-8

/**
 * One class of the Embarrassingly Parallel benchmark: 2^`pairsLog2` pairs of random numbers. Published are how many of them
 * lie in the unit circle and become pairs of Gaussian deviates, and the sums of these.
 */
export interface Problem {
  readonly name: string
  readonly pairsLog2: number
  readonly gaussianPairs: number
  readonly sumX: number
  readonly sumY: number
}

/** The classes by name, with the sizes and sums that the NAS Parallel Benchmarks publish. */
export const PROBLEMS = byName<Problem>([
  {
    name: 'S',
    pairsLog2: 24,
    gaussianPairs: 13176389,
    sumX: -3.24783465203474e3,
    sumY: -6.958407078382297e3,
  },
  {
    name: 'W',
    pairsLog2: 25,
    gaussianPairs: 26354769,
    sumX: -2.863319731645753e3,
    sumY: -6.320053679109499e3,
  },
  {
    name: 'A',
    pairsLog2: 28,
    gaussianPairs: 210832767,
    sumX: -4.295875165629892e3,
    sumY: -1.580732573678431e4,
  },
])
