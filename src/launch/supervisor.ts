import type { ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { CrossmemError } from '../errors.ts'
import { wake } from '../transport/bell.ts'
import { DIED, ENDED } from '../transport/segment.ts'
import { type End, endInWords, endNumber, exitCodeOf, signalNumber } from './end.ts'
import { Ending } from './ending.ts'
import type { Resources } from './resources.ts'
import { isForJob, SignalRelay } from './signal-relay.ts'

/** How long the others have, after a rank has failed, to end by themselves and to say what they met. */
const GRACE_MILLISECONDS = 1000
/** How long the launcher waits for a signal that ended a rank: a terminal sends it to both, and either may be seen first. */
const SAME_SIGNAL_MILLISECONDS = 500
/** The exit code of a job that took too long, as timeout(1) has it. */
const TIMED_OUT = 124

/** Watches the ranks of a job until all have ended. */
export class Supervisor {
  readonly #ranks: readonly ChildProcess[]
  readonly #resources: Resources
  readonly #say: (line: string) => void
  readonly #ending: Ending
  readonly #relay: SignalRelay
  readonly #finished: Promise<void>
  #finish: () => void = () => undefined
  #blamed: Promise<void> | undefined
  #left: number
  #code: number | null = null
  #unstarted: CrossmemError | null = null

  constructor(ranks: readonly ChildProcess[], resources: Resources, say: (line: string) => void) {
    this.#ranks = ranks
    this.#resources = resources
    this.#say = say
    this.#left = ranks.length
    this.#ending = new Ending(ranks)
    this.#relay = new SignalRelay(
      (signal) => this.#ending.send(signal),
      () => this.#kill(),
    )
    this.#finished = new Promise((resolve) => {
      this.#finish = resolve
    })
    ranks.forEach((child, rank) => {
      child.once('exit', (code, signal) => this.#exited(rank, { code, signal } as End))
      child.on('error', (error) => this.#troubled(rank, error))
    })
  }

  /** Whether the job has to end before its time. */
  get failed(): boolean {
    return this.#code !== null
  }

  /**
   * Resolves when no rank is left.
   * @param timeout seconds after which the job is ended, or null
   * @returns the job's exit code: that of the rank that failed first, 0 when none did
   * @throws CrossmemError ERR_SPAWN when a rank could not be started
   */
  async ended(timeout: number | null): Promise<number> {
    const timer = timeout === null ? undefined : setTimeout(() => this.#timedOut(timeout), timeout * 1000)
    await this.#finished
    await this.#blamed
    clearTimeout(timer)
    this.#ending.done()
    this.#relay.close()
    if (this.#unstarted !== null) throw this.#unstarted
    return this.#code ?? 0
  }

  #exited(rank: number, end: End): void {
    // Who waits is told of the first failure only: the others fail in its consequence.
    if (!this.failed) this.#tell(rank, end)
    if (end.code !== 0) {
      if (!this.failed) this.#blamed = this.#blame(rank, end)
      this.#fail(exitCodeOf(end), null, GRACE_MILLISECONDS)
    }
    this.#gone()
  }

  /** Says which rank failed, unless what ended it was meant for the whole job. */
  async #blame(rank: number, end: End): Promise<void> {
    const { signal } = end
    if (signal !== null && isForJob(signal) && !this.#relay.has(signal)) await delay(SAME_SIGNAL_MILLISECONDS)
    if (signal !== null && this.#relay.has(signal)) return
    this.#say(`rank ${rank} (pid ${this.#ranks[rank].pid}) ${endInWords(end)}; ending the job`)
  }

  /** Tells the ranks that wait, or will wait, how a rank has ended. */
  #tell(rank: number, end: End): void {
    const { segment, eventfds } = this.#resources
    segment.setEnd(rank, end.code === 0 ? ENDED : DIED, endNumber(end))
    for (let other = 0; other < segment.size; other++) wake(segment, other, eventfds)
  }

  #troubled(rank: number, error: NodeJS.ErrnoException): void {
    if (this.#ranks[rank].pid !== undefined) return
    this.#unstarted ??= new CrossmemError(
      'ERR_SPAWN',
      `rank ${rank} cannot be started: ${error.message}. Start fewer ranks, or allow more processes (ulimit -u) ` +
        'and descriptors (ulimit -n).',
      { cause: error },
    )
    this.#fail(1, null, 0)
    this.#gone()
  }

  #timedOut(timeout: number): void {
    this.#fail(TIMED_OUT, `the time limit of ${timeout} s has passed; ending the job`, 0)
  }

  #kill(): void {
    this.#fail(128 + signalNumber('SIGINT'), 'interrupted again; killing all ranks', 0)
    this.#ending.send('SIGKILL')
  }

  /** Ends the job. Only its first failure counts. */
  #fail(code: number, line: string | null, grace: number): void {
    if (this.failed) return
    this.#code = code
    if (line !== null) this.#say(line)
    this.#ending.begin(grace)
  }

  #gone(): void {
    this.#left--
    if (this.#left === 0) this.#finish()
  }
}
