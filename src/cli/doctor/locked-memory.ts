import type { Finding } from './finding.ts'
import { limit, limitFact, type ReadText } from './proc.ts'
import { size } from './size.ts'

/** RLIMIT_MEMLOCK. */
export function checkLockedMemory(read: ReadText): Finding {
  const { soft, hard } = limit(read('/proc/self/limits'), 'Max locked memory') ?? { soft: null, hard: null }
  return {
    name: 'locked-memory',
    status: 'ok',
    found: soft === null ? 'The limit of locked memory is not known.' : `Locked memory: ${size(soft)}.`,
    why: 'RLIMIT_MEMLOCK.',
    effect: 'crossmem locks no memory: any limit will do.',
    change: [],
    facts: { soft: limitFact(soft), hard: limitFact(hard) },
  }
}
