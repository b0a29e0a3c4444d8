import { readIfThere } from './proc-status.ts'

/** The field of /proc/PID/stat that says when a process started, in ticks since the machine did, counted behind the name. */
const START_TIME = 19

/** What tells a process from another one that has its pid later; undefined when there is no such process. */
export interface ProcessIdentity {
  /** Ticks since the machine started. */
  startTime: number
  /** Whether it has ended, and only its parent does not know yet. */
  zombie: boolean
}

/** proc_pid_stat(5). */
export function identityOf(pid: number | 'self'): ProcessIdentity | undefined {
  const text = readIfThere(`/proc/${pid}/stat`)
  if (text === undefined) return undefined
  // The program's name comes second, in brackets, and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { startTime: Number(fields[START_TIME]), zombie: fields[0] === 'Z' || fields[0] === 'X' }
}
