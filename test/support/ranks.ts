import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const CLI = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))
const LIMIT_MILLISECONDS = 60_000

export interface RanksOptions {
  /** The program's own arguments. */
  args?: readonly string[]
  /** Options of crossmem run. */
  options?: readonly string[]
  /** Variables to set, or with undefined to unset. */
  env?: Record<string, string | undefined>
  cwd?: string
  /** After how many milliseconds the whole job is killed, and the test fails. */
  timeout?: number
  /** The user and group to run as. */
  uid?: number
  /** The standard input; it stays open when none is given, for {@link RanksJob.write}. */
  input?: string
}

export interface RanksResult {
  /** The launcher's exit code, or null when a signal ended it. */
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
  milliseconds: number
}

/** A job that runs: `crossmem run`, in a process group of its own. */
export class RanksJob {
  readonly launcher: ChildProcess
  /** What it ended with, when it and all that it started are gone. */
  readonly result: Promise<RanksResult>
  /** Says `news` when there is output, or the end. */
  readonly #news = new EventEmitter()
  #ended = false
  #stdout = ''
  #stderr = ''

  constructor(command: string, args: readonly string[], options: RanksOptions) {
    const started = performance.now()
    const { uid, cwd, env, timeout = LIMIT_MILLISECONDS, input } = options
    this.launcher = spawn(command, args, {
      detached: true,
      stdio: 'pipe',
      env: { ...process.env, ...env },
      ...(cwd === undefined ? {} : { cwd }),
      ...(uid === undefined ? {} : { uid, gid: uid }),
    })
    const { stdin, stdout, stderr } = this.launcher
    // A job that ends before it has read its input is what some tests are about.
    stdin!.on('error', () => undefined)
    if (input !== undefined) stdin!.end(input)
    stdout!.setEncoding('utf8').on('data', (text: string) => this.#hear(text, ''))
    stderr!.setEncoding('utf8').on('data', (text: string) => this.#hear('', text))
    this.result = this.#run(started, timeout)
    this.result.catch(() => undefined)
  }

  /** Resolves as soon as standard output matches. */
  async saw(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = this.#stdout.match(pattern)
      if (match !== null) return match
      if (this.#ended) throw new Error(`the job ended before it wrote ${pattern}: ${this.#stdout}${this.#stderr}`)
      await once(this.#news, 'news')
    }
  }

  write(text: string): void {
    this.launcher.stdin!.write(text)
  }

  /** Kills the launcher and all ranks that still run. */
  kill(): void {
    try {
      process.kill(-this.launcher.pid!, 'SIGKILL')
    } catch {
      // None does.
    }
  }

  async #run(started: number, timeout: number): Promise<RanksResult> {
    let late = false
    const timer = setTimeout(() => {
      late = true
      this.kill()
    }, timeout)
    const [code, signal] = (await once(this.launcher, 'close')) as [number | null, NodeJS.Signals | null]
    clearTimeout(timer)
    this.#ended = true
    this.#news.emit('news')
    const said = { stdout: this.#stdout, stderr: this.#stderr }
    if (late) throw new Error(`the job did not end within ${timeout} ms: ${JSON.stringify(said)}`)
    return { code, signal, ...said, milliseconds: performance.now() - started }
  }

  #hear(stdout: string, stderr: string): void {
    this.#stdout += stdout
    this.#stderr += stderr
    this.#news.emit('news')
  }
}

/** Starts `crossmem run -n size` on a program: a path, or the URL of a compiled rank program. */
export function startRanks(size: number, program: string | URL, options: RanksOptions = {}): RanksJob {
  const path = program instanceof URL ? fileURLToPath(program) : program
  const args = [CLI, 'run', '-n', String(size), ...(options.options ?? []), path, ...(options.args ?? [])]
  return new RanksJob(process.execPath, args, options)
}

/** Runs a job as {@link startRanks} does, to its end, without standard input. */
export function runRanks(size: number, program: string | URL, options: RanksOptions = {}): Promise<RanksResult> {
  return startRanks(size, program, { input: '', ...options }).result
}
