import type { Finding } from './finding.ts'
import { bytesField, type ReadText, readNumber } from './proc.ts'
import { size } from './size.ts'

/** vm.overcommit_memory: whether the kernel promises more memory than there is. */
export function checkOvercommit(read: ReadText): Finding {
  const mode = readNumber(read, '/proc/sys/vm/overcommit_memory')
  const info = read('/proc/meminfo')
  const limit = bytesField(info, 'CommitLimit')
  const committed = bytesField(info, 'Committed_AS')
  const facts = { mode, commitLimit: limit, committed }
  if (mode !== 2) {
    return {
      name: 'overcommit',
      status: 'ok',
      found: `The kernel counts memory ${mode === null ? 'as its default is' : 'when it is touched'}.`,
      why: `vm.overcommit_memory is ${mode ?? 'not known'}.`,
      effect: 'Workbenches and heaps cost nothing until they are touched.',
      change: [],
      facts,
    }
  }
  const left = limit === null || committed === null ? null : Math.max(0, limit - committed)
  return {
    name: 'overcommit',
    status: 'limited',
    found: `The kernel counts memory when it is asked for${left === null ? '' : `, and has ${size(left)} left to promise`}.`,
    why: 'vm.overcommit_memory is 2.',
    effect: 'Every rank counts with more than 4 GiB for its workbench, touched or not: few ranks can start.',
    change: [{ command: 'sysctl vm.overcommit_memory=0', note: 'as root, until the next boot' }],
    facts,
  }
}
