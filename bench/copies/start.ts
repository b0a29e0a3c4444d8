import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { CrossmemError } from '../../src/errors.ts'
import type { Owned } from './owned.ts'

const run = promisify(execFile)
const LIMIT_MILLISECONDS = 120_000
const C_PROGRAM = fileURLToPath(new URL('../../../bench/peers/c/process-vm.c', import.meta.url))

function programPath(name: string): string {
  return fileURLToPath(new URL(`./programs/${name}.js`, import.meta.url))
}

/** Starts the process whose memory is copied. It ends with its standard input, or with this process. */
export async function startOwner(): Promise<{ owned: Owned; owner: ChildProcess }> {
  const owner = spawn(process.execPath, [programPath('owner')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(owner.stdout)
  const ended = once(owner, 'exit').then(([code]) => {
    throw new CrossmemError('ERR_BENCH_PROGRAM', `the process that owns the memory ended with exit code ${code}`)
  })
  ended.catch(() => undefined)
  const [line] = await Promise.race([once(lines, 'line'), ended])
  return { owned: JSON.parse(line), owner }
}

/** Runs one of the programs here, and gives the lines of JSON that it printed. @throws CrossmemError ERR_BENCH_PROGRAM */
export async function runProgram<Line>(name: string, owned: Owned, signal: AbortSignal): Promise<Line[]> {
  return runCommand<Line>([process.execPath, programPath(name), JSON.stringify(owned)], signal)
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

/** Builds the C program that makes the bare system call. @returns its path; or why there is none */
export async function buildPeer(folder: string): Promise<{ path: string } | { missing: string }> {
  const path = join(folder, 'process-vm')
  try {
    await run('cc', ['-O2', '-o', path, C_PROGRAM])
    return { path }
  } catch (error) {
    return { missing: `no C compiler builds its program: ${(error as Error).message.split('\n')[0]}` }
  }
}
