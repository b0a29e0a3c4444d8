import { define } from './libc.ts'

const PRIO_PROCESS = 0
const LOWEST = 19
const setpriority = define<(which: number, who: number, nice: number) => number>('setpriority', 'int', [
  'int',
  'uint32_t',
  'int',
])

/** Has this thread take only processor time that nobody else wants: setpriority(2), which on Linux means one thread. */
export function yieldToOthers(): void {
  setpriority(PRIO_PROCESS, 0, LOWEST)
}
