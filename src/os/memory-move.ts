import { define } from './libc.ts'

/** Copies between two places of this process, which may overlap: memmove(3). Both must be there, or the process ends. */
export const moveMemory = define<(to: number, from: number, length: number) => number>('memmove', 'int64_t', [
  'int64_t',
  'int64_t',
  'int64_t',
])
