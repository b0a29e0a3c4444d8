import { tryUserfaultfd } from '../../os/userfaultfd-probe.ts'
import type { Finding } from './finding.ts'
import { numberField, type ReadText, readNumber } from './proc.ts'

/** What userfaultfd answered: null for success, else the error's name. */
export interface UserfaultfdProbe {
  /** Asked for all page faults. */
  readonly all: string | null
  /** Asked only for those of programs, not for those that a system call meets. */
  readonly userOnly: string | null
}

/** Whether a process may serve page faults itself. */
export function checkUserfaultfd(read: ReadText): Finding {
  return userfaultfdFinding({ all: tryUserfaultfd(false), userOnly: tryUserfaultfd(true) }, read)
}

export function userfaultfdFinding({ all, userOnly }: UserfaultfdProbe, read: ReadText): Finding {
  const unprivileged = readNumber(read, '/proc/sys/vm/unprivileged_userfaultfd')
  const filtered = numberField(read('/proc/self/status'), 'Seccomp') === 2
  return {
    name: 'userfaultfd',
    status: all === null ? 'ok' : userOnly === null ? 'limited' : 'no',
    found:
      all === null
        ? 'Page faults can be served: userfaultfd works.'
        : userOnly === null
          ? `Only page faults of programs can be served, not those within system calls: ${all}.`
          : `userfaultfd failed: ${all}.`,
    why: cause(all, unprivileged, filtered),
    effect: 'Nothing: no part of crossmem uses userfaultfd so far.',
    change: [],
    facts: { all, userOnly, unprivileged },
  }
}

function cause(error: string | null, unprivileged: number | null, filtered: boolean): string {
  const setting = unprivileged === null ? '' : `vm.unprivileged_userfaultfd is ${unprivileged}`
  if (error === null)
    return setting === ''
      ? 'Nothing forbids it.'
      : `${setting}${unprivileged === 0 ? ', and CAP_SYS_PTRACE is held' : ''}.`
  if (error === 'ENOSYS' && !filtered) return 'The kernel was built without it.'
  if (filtered) return `A seccomp filter is active, and may forbid it${setting === '' ? '' : `; ${setting}`}.`
  if (unprivileged === 0) return `${setting}: it takes CAP_SYS_PTRACE.`
  return 'A security module or a sandbox forbids it.'
}
