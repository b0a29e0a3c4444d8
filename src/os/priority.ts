import { define } from './libc.ts'
import { NativeMemory } from './native-memory.ts'

const SCHED_OTHER = 0
const SCHED_BATCH = 3
const SCHED_IDLE = 5
const getscheduler = define<(pid: number) => number>('sched_getscheduler', 'int', ['int'])
const setscheduler = define<(pid: number, policy: number, parameter: number) => number>('sched_setscheduler', 'int', [
  'int',
  'int',
  'int64_t',
])

/**
 * Has this thread take only processor time that nobody else wants: SCHED_IDLE, sched(7). The kernel takes a processor that runs
 * nothing but such threads for an idle one.
 */
export function yieldToOthers(): void {
  setscheduler(0, SCHED_IDLE, new NativeMemory(8).address)
}

/**
 * Has threads that are made meanwhile for this one be scheduled as SCHED_BATCH, sched(7): they get their share of the processors, but do
 * not interrupt another thread when they are woken. A thread that is scheduled otherwise than by default passes that on instead.
 */
export function withBatchThreads(act: () => void): void {
  if (getscheduler(0) !== SCHED_OTHER) {
    act()
    return
  }
  const parameter = new NativeMemory(8)
  setscheduler(0, SCHED_BATCH, parameter.address)
  try {
    act()
  } finally {
    setscheduler(0, SCHED_OTHER, parameter.address)
  }
}
