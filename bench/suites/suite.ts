import type { Point } from '../harness/points.ts'
import type { Result } from '../harness/result.ts'
import type { Implementation, Job } from '../implementations/implementation.ts'
import type { Measurement } from '../measurement.ts'

/** Benchmarks that one program measures, in which ranks of any number work together. */
export interface Suite {
  /** As it is called on the command line. */
  readonly name: string
  /** The name of the program: in ../programs, and in ../peers/mpi. */
  readonly program: string
  readonly title: string
  /** As in {@link Measurement}. */
  readonly over: Measurement['over']
  readonly leading: Measurement['leading']
  /** Where no others are asked for. */
  readonly ranks: readonly number[]
  readonly sizes: readonly number[]
  /** What is measured with so many ranks. */
  points(ranks: number, sizes: readonly number[]): Point[]
  /** crossmem's ways to do it. */
  ways(job: Job, memory: readonly ('arena' | 'ordinary')[]): Implementation[]
  /** What the program is told besides. */
  readonly more: readonly string[]
  readonly notes: readonly string[]
  /** The tables, and what they come to. */
  render(rounds: number, series: readonly SuiteSeries[]): string
}

/** What one implementation measured with one number of ranks. */
export interface SuiteSeries {
  readonly implementation: Implementation
  readonly own: boolean
  readonly ranks: number
  readonly results: readonly Result[]
}

/** The result of a point, where there is one. */
export function at({ results }: SuiteSeries, { benchmark, bytes }: Point): Result | undefined {
  return results.find((result) => result.benchmark === benchmark && result.bytes === bytes)
}
