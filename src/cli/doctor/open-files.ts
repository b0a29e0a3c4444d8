import type { Finding } from './finding.ts'
import { limit, limitFact, type ReadText } from './proc.ts'

/** What a Node.js process has open by itself, generously. */
const OWN = 64
/** What the launcher holds for each rank: its heap, its doorbell, and the pipes of its output. */
const PER_RANK = 4

/** RLIMIT_NOFILE: memory files and pipes are descriptors. Node.js raises the soft limit to the hard one by itself. */
export function checkOpenFiles(read: ReadText): Finding {
  const { soft, hard } = limit(read('/proc/self/limits'), 'Max open files') ?? { soft: null, hard: null }
  const ranks = soft === null || !Number.isFinite(soft) ? null : Math.max(0, Math.floor((soft - OWN) / PER_RANK))
  const enough = ranks === null || ranks >= 64
  return {
    name: 'open-files',
    status: enough ? 'ok' : 'limited',
    found:
      soft === null ? 'The limit of open files is not known.' : `A process may have ${limitFact(soft)} files open.`,
    why: `RLIMIT_NOFILE; Node.js raises the soft limit to the hard one, which is ${limitFact(hard) ?? 'not known'}.`,
    effect:
      ranks === null ? 'Any number of ranks may start.' : `The descriptors suffice for some ${ranks} ranks in a job.`,
    change: enough
      ? []
      : [{ command: 'ulimit -n 4096', note: 'in the shell that starts crossmem; raising it may take root' }],
    facts: { soft: limitFact(soft), hard: limitFact(hard) },
  }
}
