import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('target.js', import.meta.url))
const NOBODY = 65534

/** What makes a child an ordinary user's process: nothing, or another user and group when this one is root's. */
export const ORDINARY_USER = process.getuid!() === 0 ? { uid: NOBODY, gid: NOBODY } : {}

const YAMA = '/proc/sys/kernel/yama/ptrace_scope'
const isLax = !existsSync(YAMA) || readFileSync(YAMA, 'utf8').trim() === '0'

/** Why an ordinary user's process may not attach to one that it did not start; false when it may. */
export const YAMA_FORBIDS = isLax ? false : 'Yama permits attaching to own children only'

export interface StartedTarget extends AsyncDisposable {
  readonly child: ChildProcess
  readonly pid: number
  /** Where its pages lie. */
  readonly address: bigint
  /** What it sees at an offset from there. */
  look(offset: number, length: number): Promise<Uint8Array>
  /** Kills it, and waits until this process has taken note. */
  end(): Promise<void>
}

/**
 * Starts a process with pages as `layout` says, a letter each: see target.ts.
 * @param more `not-dumpable`, and who runs it
 */
export async function startTarget(
  layout: string,
  more: { dumpable?: 'not-dumpable'; uid?: number; gid?: number } = {},
): Promise<StartedTarget> {
  const { dumpable, ...user } = more
  const child = fork(PROGRAM, dumpable ? [layout, dumpable] : [layout], { serialization: 'advanced', ...user })
  const ended = once(child, 'exit')
  const next = async <T>(): Promise<T> => {
    const answer = await Promise.race([once(child, 'message'), ended.then(() => null)])
    if (answer === null) throw new Error('the target ended')
    return answer[0]
  }
  const end = async () => {
    child.kill('SIGKILL')
    await ended
  }
  const { address } = await next<{ address: bigint }>()
  return {
    child,
    pid: child.pid!,
    address,
    look: (offset, length) => {
      child.send({ offset, length })
      return next<Uint8Array>()
    },
    end,
    [Symbol.asyncDispose]: end,
  }
}

/** Why `unshare` with such options does not work here; false when it does. */
export function unshareRefused(...options: string[]): string | false {
  const { error, status } = spawnSync('unshare', [...options, 'true'])
  return error === undefined && status === 0 ? false : `unshare ${options.join(' ')} is not permitted here`
}
