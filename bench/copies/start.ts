import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { CrossmemError } from '../../src/errors.ts'
import type { Owned } from './owned.ts'

const run = promisify(execFile)
const LIMIT_MILLISECONDS = 120_000
const C_PROGRAMS = fileURLToPath(new URL('../../../bench/peers/c/', import.meta.url))

/** The command that runs one of the programs here. */
export function programCommand(name: string, ...args: readonly string[]): string[] {
  return [process.execPath, fileURLToPath(new URL(`./programs/${name}.js`, import.meta.url)), ...args]
}

/** A process that others work with. It ends with its standard input, or with this process. */
export interface Helper {
  /** The one line that it said when it was ready. */
  readonly line: string
  /** Has it end, and waits until it has. */
  end(): Promise<void>
}

/** Starts a process, and waits for its line. @throws CrossmemError ERR_BENCH_PROGRAM */
export async function startHelper([file, ...args]: readonly string[]): Promise<Helper> {
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const failed = ended.then(([code]) => {
    throw new CrossmemError('ERR_BENCH_PROGRAM', `${file} ${args[0]} ended with exit code ${code}`)
  })
  failed.catch(() => undefined)
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), failed])
  return {
    line,
    end: async () => {
      child.stdin.end()
      await ended
    },
  }
}

/** Starts the process whose memory is copied. @throws CrossmemError ERR_BENCH_PROGRAM */
export async function startOwner(): Promise<{ owned: Owned; owner: Helper }> {
  const owner = await startHelper(programCommand('owner'))
  return { owned: JSON.parse(owner.line), owner }
}

/** Runs one of the programs here, and gives the lines of JSON that it printed. @throws CrossmemError ERR_BENCH_PROGRAM */
export async function runProgram<Line>(name: string, owned: Owned, signal: AbortSignal): Promise<Line[]> {
  return runCommand<Line>(programCommand(name, JSON.stringify(owned)), signal)
}

/** As {@link runProgram}, for any command. */
export async function runCommand<Line>([file, ...args]: readonly string[], signal: AbortSignal): Promise<Line[]> {
  try {
    const { stdout } = await run(file, args, { signal, timeout: LIMIT_MILLISECONDS })
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line)
  } catch (cause) {
    throw new CrossmemError('ERR_BENCH_PROGRAM', `${file} ${args[0]} failed: ${(cause as Error).message}`, { cause })
  }
}

/** Builds a C program of `bench/peers/c`. @param options of the compiler, behind the source. @returns its path; or why there is none */
export async function buildPeer(
  name: string,
  folder: string,
  options: readonly string[] = [],
): Promise<{ path: string } | { missing: string }> {
  const path = join(folder, name)
  try {
    await run('cc', ['-O2', '-o', path, join(C_PROGRAMS, `${name}.c`), ...options])
    return { path }
  } catch (error) {
    return { missing: `no C compiler builds its program: ${(error as Error).message.split('\n')[0]}` }
  }
}

/** How to compile with a library, by pkg-config; null where that does not know it. */
export async function optionsOf(library: string): Promise<string[] | null> {
  try {
    const { stdout } = await run('pkg-config', ['--cflags', '--libs', library])
    return stdout.trim().split(/\s+/)
  } catch {
    return null
  }
}
