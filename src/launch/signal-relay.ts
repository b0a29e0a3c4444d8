import { readFileSync } from 'node:fs'

/** Signals that are meant for the job when they are sent to its launcher. */
const PASSED_ON = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const
/** Those of them that a terminal sends to all processes in its foreground, ranks among them. */
const FROM_KEYBOARD: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT']

/** Whether a signal is meant for the whole job when its launcher gets it. */
export function isForJob(signal: NodeJS.Signals): boolean {
  return (PASSED_ON as readonly NodeJS.Signals[]).includes(signal)
}

/** Passes on the signals that this process gets. */
export class SignalRelay {
  readonly #send: (signal: NodeJS.Signals) => void
  readonly #insist: () => void
  readonly #listener = (signal: NodeJS.Signals): void => this.#got(signal)
  readonly #seen = new Set<NodeJS.Signals>()

  /** @param insist called when SIGINT comes again */
  constructor(send: (signal: NodeJS.Signals) => void, insist: () => void) {
    this.#send = send
    this.#insist = insist
    for (const signal of PASSED_ON) process.on(signal, this.#listener)
  }

  /** Whether a signal came from here, and not from within the job. */
  has(signal: NodeJS.Signals): boolean {
    return this.#seen.has(signal)
  }

  close(): void {
    for (const signal of PASSED_ON) process.off(signal, this.#listener)
  }

  #got(signal: NodeJS.Signals): void {
    const again = this.#seen.has(signal)
    this.#seen.add(signal)
    if (signal === 'SIGINT' && again) this.#insist()
    else if (!FROM_KEYBOARD.includes(signal) || !inForeground()) this.#send(signal)
  }
}

/** Whether this process's group is the one that its terminal sends the keyboard's signals to: proc_pid_stat(5). */
function inForeground(): boolean {
  const stat = readFileSync('/proc/self/stat', 'latin1')
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return group === foreground
}
