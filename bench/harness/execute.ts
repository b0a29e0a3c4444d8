import { type Figure, parseFigures } from './figure.ts'
import { describeEnd, programError, runProgram } from './run-program.ts'

const LIMIT = { seconds: 120, renewed: false }

/** What a program measured, and what it had to say besides. */
export interface Outcome {
  figures: Figure[]
  said: string
}

/**
 * Starts a program that measures the given sizes, and waits for its end.
 * @throws CrossmemError ERR_BENCH_PROGRAM when it cannot be started, fails, takes over two minutes, or leaves out a size
 */
export async function execute(
  command: readonly string[],
  sizes: readonly number[],
  signal: AbortSignal,
): Promise<Outcome> {
  const ended = await runProgram(command, LIMIT, signal)
  const figures = parseFigures(ended.output)
  if (ended.code === 0 && sizes.every((bytes, index) => figures[index]?.bytes === bytes)) {
    return { figures, said: ended.said }
  }
  throw programError(command, describeEnd(ended, figures.length))
}
