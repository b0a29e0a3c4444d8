import { define } from './libc.ts'
import { NativeMemory } from './native-memory.ts'

const SCHED_IDLE = 5
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
