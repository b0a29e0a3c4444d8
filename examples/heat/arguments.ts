import { accessSync, constants } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { wholeNumber } from '../command-line.ts'

export const USAGE = `Usage: crossmem run -n RANKS dist/examples/heat.js [--size N] [--steps N] [--out FILE]

  --size N    cells along each side of the plate; 256 unless said, at least one row for each rank
  --steps N   time steps; 2000 unless said
  --out FILE  where the picture goes; heat.png unless said`

/**
 * What the arguments of the program ask for.
 *
 * @throws {TypeError | RangeError | Error} if they are wrong, if the plate has fewer rows than there are `ranks`, or if the
 *   folder of the picture is missing or may not be written to
 */
export function parseArguments(args: string[], ranks: number): { size: number; steps: number; out: string } {
  const { values } = parseArgs({
    args,
    options: {
      size: { type: 'string', default: '256' },
      steps: { type: 'string', default: '2000' },
      out: { type: 'string', default: 'heat.png' },
    },
  })
  accessSync(dirname(values.out), constants.W_OK)
  const size = wholeNumber('--size', values.size, 3, 8192)
  if (size < ranks)
    throw new RangeError(`A plate of ${size} rows cannot be shared by ${ranks} ranks: give a larger --size.`)
  return { size, steps: wholeNumber('--steps', values.steps, 1, 1e9), out: values.out }
}
