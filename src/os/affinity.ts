import { readdirSync } from 'node:fs'
import { define, systemError } from './libc.ts'
import { NativeMemory } from './native-memory.ts'

type Affinity = (tid: number, bytes: number, mask: number) => number
const setaffinity = define<Affinity>('sched_setaffinity', 'int', ['int', 'int64_t', 'int64_t'])
const getaffinity = define<Affinity>('sched_getaffinity', 'int', ['int', 'int64_t', 'int64_t'])

const getcpu = define<() => number>('sched_getcpu', 'int', [])

export const MASK_BYTES = 128

/** The processors that this process may run on, by number: sched_getaffinity(2). */
export function processors(): number[] {
  const mask = new NativeMemory(MASK_BYTES)
  if (getaffinity(0, MASK_BYTES, mask.address) < 0) throw systemError('sched_getaffinity', 'sched_getaffinity()')
  const list: number[] = []
  for (let cpu = 0; cpu < MASK_BYTES * 8; cpu++) if ((mask.u32[cpu >>> 5] >>> (cpu & 31)) & 1) list.push(cpu)
  return list
}

/** The processor that this thread runs on at this moment: sched_getcpu(3). */
export function currentProcessor(): number {
  return getcpu()
}

/** A set of processors as the kernel takes it: a bit for each. */
export function maskOf(list: readonly number[]): NativeMemory {
  const mask = new NativeMemory(MASK_BYTES)
  for (const cpu of list) mask.u32[cpu >>> 5] |= 1 << (cpu & 31)
  return mask
}

/** Binds all threads of this process to one processor: sched_setaffinity(2). */
export function bindTo(cpu: number): void {
  const mask = maskOf([cpu])
  for (const tid of readdirSync('/proc/self/task')) {
    if (setaffinity(Number(tid), MASK_BYTES, mask.address) < 0) {
      throw systemError('sched_setaffinity', `binding thread ${tid} to processor ${cpu}`)
    }
  }
}
