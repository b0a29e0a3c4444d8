import type { ChildProcess } from 'node:child_process'

/** How long ranks that must end have between SIGTERM and SIGKILL. */
const TERM_MILLISECONDS = 2000

/** Ends the ranks of a job: by themselves if they can, then by SIGTERM, then by SIGKILL. */
export class Ending {
  readonly #ranks: readonly ChildProcess[]
  #timer: NodeJS.Timeout | undefined

  constructor(ranks: readonly ChildProcess[]) {
    this.#ranks = ranks
  }

  /** Asks the ranks to end, after `grace` milliseconds in which they may do so by themselves. */
  begin(grace: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.send('SIGTERM')
      this.#timer = setTimeout(() => this.send('SIGKILL'), TERM_MILLISECONDS)
    }, grace)
  }

  /** Sends a signal to all ranks that still run. */
  send(signal: NodeJS.Signals): void {
    for (const rank of this.#ranks) rank.kill(signal)
  }

  /** All have ended. */
  done(): void {
    clearTimeout(this.#timer)
  }
}
