import { publish } from '../../bench/publish.ts'
import { renderTuning } from '../../bench/tune.ts'
import { type BenchCommand, parseBench } from './bench/options.ts'
import { USAGE } from './bench/usage.ts'

export const summary = 'measures messages and collectives, and compares with other ways'

/** `crossmem bench`: gives the exit code. */
export async function bench(args: string[]): Promise<number> {
  let command: BenchCommand | null
  try {
    command = parseBench(args)
  } catch (error) {
    process.stderr.write(`crossmem bench: ${(error as Error).message}\nTry 'crossmem bench --help'.\n`)
    return 2
  }
  if (command === null) {
    process.stdout.write(USAGE)
    return 0
  }
  const interrupt = new AbortController()
  const signals = ['SIGINT', 'SIGTERM'] as const
  const stop = (): void => interrupt.abort()
  for (const signal of signals) process.once(signal, stop)
  try {
    if ('tune' in command) {
      process.stdout.write(renderTuning(await command.tune(interrupt.signal)))
      process.stderr.write('Write this table to a file, and name that in CROSSMEM_TUNING where jobs are started.\n')
    } else publish(await command.measure(interrupt.signal), command)
    return 0
  } catch (error) {
    process.stderr.write(`crossmem bench: ${interrupt.signal.aborted ? 'interrupted' : (error as Error).message}\n`)
    return 1
  } finally {
    for (const signal of signals) process.off(signal, stop)
  }
}
