import { CrossmemError, CrossmemRangeError, CrossmemTypeError } from '../errors.ts'
import { launch } from '../launch/launch.ts'
import { parseJob } from './run/options.ts'
import { trafficTable } from './run/traffic-table.ts'
import { HELP } from './run/usage.ts'

export const summary = 'starts a program as the ranks of a job, and ends with its exit code'

/** The exit code of a job that was not started. */
const NOT_STARTED = 2

/**
 * `crossmem run`: runs a job.
 * @returns the exit code: the job's own, or 2 when it could not be started
 */
export async function run(args: string[]): Promise<number> {
  try {
    const parsed = parseJob(args)
    if (parsed === null) {
      process.stdout.write(HELP)
      return 0
    }
    const { code, traffic } = await launch(parsed.job, say)
    if (parsed.stats) process.stderr.write(trafficTable(traffic))
    return code
  } catch (error) {
    if (!isOurs(error)) throw error
    say(`${error.message} [${error.code}]`)
    if (error instanceof CrossmemTypeError) say("try 'crossmem run --help'")
    return NOT_STARTED
  }
}

function say(line: string): void {
  process.stderr.write(`crossmem run: ${line}\n`)
}

function isOurs(error: unknown): error is CrossmemError | CrossmemTypeError | CrossmemRangeError {
  return [CrossmemError, CrossmemTypeError, CrossmemRangeError].some((type) => error instanceof type)
}
