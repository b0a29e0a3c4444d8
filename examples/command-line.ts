import { world } from 'crossmem/mpi'

/**
 * Returns what `parse` makes of the program's arguments. If it throws, the arguments are wrong: rank 0 says why and
 * how the program is used, and all ranks end with exit code 2.
 */
export function readCommandLine<T>(usage: string, parse: (args: string[]) => T): T {
  try {
    return parse(process.argv.slice(2))
  } catch (error) {
    if (world.rank === 0) console.error(`${(error as Error).message}\n\n${usage}`)
    // The first rank that fails ends the job: none may do so before rank 0 has spoken.
    world.barrier()
    process.exit(2)
  }
}

/**
 * The whole number that the option `name` was given as `text`.
 *
 * @throws {RangeError} if it is not a whole number from `min` to `max`
 */
export function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(`${name} takes a whole number from ${min} to ${max}, not '${text}'.`)
  }
  return value
}
