import { parseArgs } from 'node:util'
import { wholeNumber } from '../../command-line.ts'
import { problemNamed } from '../arguments.ts'
import { MAX_ITERATIONS, PROBLEMS, type Problem } from './problem.ts'

export const USAGE = `Usage: crossmem run -n RANKS dist/examples/npb/is.js CLASS [--iterations N]

  CLASS           how many keys are ranked: S (2^16), W (2^20), A (2^23) or B (2^25)
  --iterations N  how often, 1 to ${MAX_ITERATIONS}; ${MAX_ITERATIONS} unless said, which is what the benchmark demands`

/**
 * What the arguments of the program ask for.
 *
 * @throws {TypeError | RangeError} if they are wrong
 */
export function parseArguments(args: string[]): { problem: Problem; iterations: number } {
  const { values, positionals } = parseArgs({
    args,
    options: { iterations: { type: 'string', default: String(MAX_ITERATIONS) } },
    allowPositionals: true,
  })
  const problem = problemNamed(positionals, PROBLEMS)
  return { problem, iterations: wholeNumber('--iterations', values.iterations, 1, MAX_ITERATIONS) }
}
