import { spawn } from 'node:child_process'
import { CrossmemError } from '../../src/errors.ts'
import { endTree } from './process-tree.ts'

/** How long a program may run. */
export interface Limit {
  seconds: number
  /** Whether they begin anew with each line that it prints. */
  renewed: boolean
}

/** What became of a program. */
export interface Ended {
  output: string
  said: string
  /** 0 when it ended well. */
  code: number | null
  /** Whether it was ended because it took too long. */
  late: boolean
}

/**
 * Runs a program to its end, or until it has taken too long, or is interrupted: then it is ended with all that it has started.
 * @throws CrossmemError ERR_BENCH_PROGRAM when it cannot be started, or was interrupted
 */
export async function runProgram(command: readonly string[], limit: Limit, signal: AbortSignal): Promise<Ended> {
  // In a process group of its own, which can be ended as a whole.
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const ended: Ended = { output: '', said: '', code: null, late: false }
  let failure: Error | null = null
  let endRest: (() => void) | undefined
  const end = (): void => {
    if (child.pid !== undefined) endRest ??= endTree(child.pid)
  }
  const timer = setTimeout(() => {
    ended.late = true
    end()
  }, limit.seconds * 1000)
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    ended.output += text
    if (limit.renewed && !ended.late) timer.refresh()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    ended.said += text
  })
  child.once('error', (error) => {
    failure = error
  })
  child.once('exit', () => endRest?.())
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  ended.code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearTimeout(timer)
  signal.removeEventListener('abort', end)
  if (failure !== null) throw programError(command, `failed: ${(failure as Error).message}`)
  if (signal.aborted) throw programError(command, 'was interrupted')
  ended.said = ended.said.trim()
  return ended
}

/** An error that tells which program it was. */
export function programError(command: readonly string[], what: string): CrossmemError {
  return new CrossmemError('ERR_BENCH_PROGRAM', `${command.join(' ')} ${what}`)
}

/** How a program ended that did not do what it was told. */
export function describeEnd({ code, late, output, said }: Ended, figures: number): string {
  const how = late ? 'took too long' : code === null ? 'was ended by a signal' : `ended with exit code ${code}`
  return `${how} and ${figures} figures; it said:\n${said || output.trim() || 'nothing'}`
}
