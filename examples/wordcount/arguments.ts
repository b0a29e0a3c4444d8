import { statSync } from 'node:fs'
import { parseArgs } from 'node:util'

export const USAGE = `Usage: crossmem run -n RANKS dist/examples/wordcount.js [--no-check] [FILE...]

  FILE        the files to count; unless said, the Node executable that runs this
  --no-check  do not let rank 0 count all again by itself`

/** A file to count, and its length in bytes. */
export interface CountedFile {
  readonly path: string
  readonly length: number
}

/**
 * What the arguments of the program ask for.
 *
 * @throws {TypeError | RangeError | Error} if they are wrong, or if a file is missing or not a regular one
 */
export function parseArguments(args: string[]): { files: CountedFile[]; check: boolean } {
  const { values, positionals } = parseArgs({
    args,
    options: { 'no-check': { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const paths = positionals.length > 0 ? positionals : [process.execPath]
  const files = paths.map((path) => {
    const stats = statSync(path)
    if (!stats.isFile())
      throw new RangeError(`'${path}' is not a regular file, so it cannot be read from several places.`)
    return { path, length: stats.size }
  })
  return { files, check: !values['no-check'] }
}
