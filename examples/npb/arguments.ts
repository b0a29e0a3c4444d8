import { parseArgs } from 'node:util'

/**
 * The problem whose class is the program's one argument.
 *
 * @throws {TypeError | RangeError} if the arguments are wrong
 */
export function parseProblem<P>(args: string[], problems: ReadonlyMap<string, P>): P {
  return problemNamed(parseArgs({ args, allowPositionals: true }).positionals, problems)
}

/**
 * The problem whose class is the one name in `names`.
 *
 * @throws {RangeError} if it is none, or more than one
 */
export function problemNamed<P>(names: readonly string[], problems: ReadonlyMap<string, P>): P {
  const known = [...problems.keys()].join(', ')
  if (names.length !== 1) {
    throw new RangeError(`Give one problem class, ${known}; there are ${names.length} in the arguments.`)
  }
  const problem = problems.get(names[0])
  if (!problem) throw new RangeError(`There is no problem class '${names[0]}'; give one of ${known}.`)
  return problem
}

/**
 * Checks that a problem which is halved again and again can be shared by so many ranks.
 *
 * @param most the largest number of ranks that the problem has work for
 * @throws {RangeError} unless `ranks` is a power of two, and at most `most`
 */
export function checkPowerOfTwo(ranks: number, most: number): void {
  if (Number.isInteger(Math.log2(ranks)) && ranks <= most) return
  throw new RangeError(`This class runs on 1, 2, 4 or any other power of two of ranks up to ${most}, not on ${ranks}.`)
}
