import { memoryLimit } from './cgroup.ts'
import type { Change, Finding } from './finding.ts'
import { bytesField, limitFact, type ReadText } from './proc.ts'
import { size } from './size.ts'

/** The heap that a rank has unless `--heap` says otherwise; two such ranks should fit. */
const HEAP = 2 ** 30

/** How much memory there is for the ranks' heaps: the machine's, or what the control groups leave of it. */
export function checkMemory(read: ReadText): Finding {
  const info = read('/proc/meminfo')
  const free = bytesField(info, 'MemAvailable')
  const group = memoryLimit(read)
  const left = Math.max(0, Math.min(free ?? Number.POSITIVE_INFINITY, group.left))
  const facts = {
    total: bytesField(info, 'MemTotal'),
    available: free,
    groupLimit: limitFact(group.limit),
    groupLeft: limitFact(group.left),
  }
  const heaps = Math.floor(left / HEAP)
  const enough = heaps >= 2
  const bound = group.left < (free ?? Number.POSITIVE_INFINITY)
  const change: Change[] = []
  if (!enough) {
    change.push({
      command: 'crossmem run --heap 256M …',
      note: 'a smaller heap fails early, with an error that says so',
    })
    if (bound) change.push({ command: 'docker run --memory=4g …', note: 'or another limit of the control group' })
  }
  return {
    name: 'memory',
    status: enough ? 'ok' : 'limited',
    found: Number.isFinite(left) ? `${size(left)} of memory are available.` : 'The available memory is not known.',
    why: bound
      ? `A control group is limited to ${size(group.limit)} (memory.max), ${size(Math.max(0, group.left))} of it are left.`
      : `The machine has ${facts.total === null ? 'an unknown amount' : size(facts.total)}, and no control group leaves less.`,
    effect: enough
      ? `A heap is ${size(HEAP)} unless --heap says otherwise, and takes memory as it is touched: ${Number.isFinite(left) ? `${heaps} full ones fit` : 'nothing is in the way'}.`
      : `Two full heaps of ${size(HEAP)} do not fit: the kernel ends ranks that touch more than there is.`,
    change,
    facts,
  }
}
