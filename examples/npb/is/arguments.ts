import { parseArgs } from 'node:util'
import { wholeNumber } from '../../command-line.ts'
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
  const names = [...PROBLEMS.keys()].join(', ')
  if (positionals.length !== 1) {
    throw new RangeError(`Give one problem class, ${names}; there are ${positionals.length} in the arguments.`)
  }
  const problem = PROBLEMS.get(positionals[0])
  if (!problem) throw new RangeError(`There is no problem class '${positionals[0]}'; give one of ${names}.`)
  return { problem, iterations: wholeNumber('--iterations', values.iterations, 1, MAX_ITERATIONS) }
}
