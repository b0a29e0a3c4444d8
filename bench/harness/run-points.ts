import { type Figure, parseFigures } from './figure.ts'
import type { Point } from './points.ts'
import { describeEnd, programError, runProgram } from './run-program.ts'

/** What a program measured before it ended, or was ended. */
export interface PointsOutcome {
  /** In the order of the points; not of all where it was stuck. */
  figures: Figure[]
  said: string
  /** Whether it took too long at the point after those, and was ended. */
  stuck: boolean
}

/**
 * Starts a program that measures the given points, and waits for its end.
 * @param seconds that it may take from one figure to the next
 * @throws CrossmemError ERR_BENCH_PROGRAM when it cannot be started, fails, is interrupted, or leaves out a point
 */
export async function runPoints(
  command: readonly string[],
  points: readonly Point[],
  seconds: number,
  signal: AbortSignal,
): Promise<PointsOutcome> {
  const ended = await runProgram(command, { seconds, renewed: true }, signal)
  const figures = parseFigures(ended.output)
  const { said, late } = ended
  const fits = figures.every((figure, index) => matches(figure, points[index]))
  const complete = figures.length === points.length
  if (fits && ((ended.code === 0 && complete) || (late && !complete))) return { figures, said, stuck: late }
  throw programError(command, describeEnd(ended, figures.length))
}

function matches(figure: Figure, point: Point | undefined): boolean {
  return figure.bytes === point?.bytes && figure.benchmark === point.benchmark
}
