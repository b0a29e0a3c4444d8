import { readFileSync } from 'node:fs'
import { constants } from 'node:os'

/** The field of /proc/PID/stat that says when a process started, in ticks since the machine did, counted behind the name. */
const START_TIME = 19
/** The kernel's flags for it, and the one of a process that is just ending: it has no memory any more, and is no zombie yet. */
const FLAGS = 6
const PF_EXITING = 0x4

/** What tells a process from another one that has its pid later; undefined when there is no such process. */
export interface ProcessIdentity {
  /** Ticks since the machine started. */
  startTime: number
  /** Whether it is ending, or has ended and only its parent does not know yet. */
  ended: boolean
}

const { EACCES, ENOENT, EPERM, ESRCH } = constants.errno
const HIDDEN: readonly number[] = [EACCES, ENOENT, EPERM, ESRCH]

/** proc_pid_stat(5). @throws the error of node:fs for what does not mean that there is none, such as `EMFILE` */
export function identityOf(pid: number | 'self'): ProcessIdentity | undefined {
  const text = read(`/proc/${pid}/stat`)
  if (text === undefined) return undefined
  // The program's name comes second, in brackets, and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { startTime: Number(fields[START_TIME]), ended: (Number(fields[FLAGS]) & PF_EXITING) !== 0 }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (HIDDEN.includes(-(error as NodeJS.ErrnoException).errno!)) return undefined
    throw error
  }
}
