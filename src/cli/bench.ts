import { publish } from '../../bench/publish.ts'
import { renderTuning } from '../../bench/tune.ts'
import { asksForCopies, COPIES_USAGE, prepareCopies } from './bench/copies.ts'
import { parseBench } from './bench/options.ts'
import { USAGE } from './bench/usage.ts'

export const summary = 'measures messages, collectives and copies, and compares with other ways'

type Measure = (signal: AbortSignal) => Promise<void>

/** `crossmem bench`: gives the exit code. */
export async function bench(args: string[]): Promise<number> {
  let measure: Measure | null
  try {
    measure = asksForCopies(args) ? prepareCopies(args) : prepareRanks(args)
  } catch (error) {
    process.stderr.write(`crossmem bench: ${(error as Error).message}\nTry 'crossmem bench --help'.\n`)
    return 2
  }
  if (measure === null) {
    process.stdout.write(`${USAGE}\n${COPIES_USAGE}`)
    return 0
  }
  const interrupt = new AbortController()
  const signals = ['SIGINT', 'SIGTERM'] as const
  const stop = (): void => interrupt.abort()
  for (const signal of signals) process.once(signal, stop)
  try {
    await measure(interrupt.signal)
    return 0
  } catch (error) {
    process.stderr.write(`crossmem bench: ${interrupt.signal.aborted ? 'interrupted' : (error as Error).message}\n`)
    return 1
  } finally {
    for (const signal of signals) process.off(signal, stop)
  }
}

function prepareRanks(args: string[]): Measure | null {
  const command = parseBench(args)
  if (command === null) return null
  if ('measure' in command) return async (signal) => publish(await command.measure(signal), command)
  return async (signal) => {
    process.stdout.write(renderTuning(await command.tune(signal)))
    process.stderr.write('Write this table to a file, and name that in CROSSMEM_TUNING where jobs are started.\n')
  }
}
