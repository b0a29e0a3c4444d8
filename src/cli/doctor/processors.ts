import { processorQuota } from './cgroup.ts'
import type { Finding } from './finding.ts'
import { field, limitFact, type ReadText } from './proc.ts'

/** How many ranks can really run at once: by the processors that this process may use, and the quota of its control groups. */
export function checkProcessors(read: ReadText): Finding {
  const list = field(read('/proc/self/status'), 'Cpus_allowed_list')
  const allowed = list === null ? null : count(list)
  const quota = processorQuota(read)
  const facts = { allowed, list, quota: limitFact(quota) }
  const name = 'processors'
  if (allowed !== null && quota < allowed) {
    const whole = Math.max(1, Math.floor(quota))
    return {
      name,
      status: 'limited',
      found: `${processors(allowed)} may be used, but only ${shortest(quota)} of their time.`,
      why: 'A control group has a quota (cpu.max): when it is used up, the kernel stops the whole job until the next period.',
      effect: `More than ${whole === 1 ? 'one rank' : `${whole} ranks`} at work are stopped again and again, in the middle of messages too.`,
      change: [
        { command: `crossmem run -n ${whole} …`, note: 'no more ranks than the quota has processors' },
        {
          command: `docker update --cpus=${allowed} CONTAINER`,
          note: 'on the machine itself: a quota for all processors',
        },
      ],
      facts,
    }
  }
  const few = allowed === 1
  return {
    name,
    status: few ? 'limited' : 'ok',
    found: allowed === null ? 'The number of processors is not known.' : `${processors(allowed)} may be used: ${list}.`,
    why: 'The affinity mask says so (sched_getaffinity), and no control group has a lower quota.',
    effect: few
      ? 'Ranks take turns: a message costs at least a change of process.'
      : `${allowed === null ? 'A rank for each processor runs' : `Up to ${allowed} ranks run`} at the same time; more take turns, and give way while they wait.`,
    change: [],
    facts,
  }
}

function processors(number: number): string {
  return number === 1 ? 'One processor' : `${number} processors`
}

function shortest(quota: number): string {
  return `${Number(quota.toFixed(2))} processor${quota === 1 ? "'s" : "s'"} worth`
}

/** The processors in a list such as `0-3,8,10-11`. */
function count(list: string): number {
  return list
    .split(',')
    .map((range) => range.split('-').map(Number))
    .reduce((sum, [first, last = first]) => sum + last - first + 1, 0)
}
