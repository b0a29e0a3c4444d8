import { define } from './libc.ts'

type Copy = (to: number, from: number, bytes: number) => number

/** Copies memory of this process by address: memmove(3). Both stretches must be mapped, and be held by the caller. */
export const copyMemory = define<Copy>('memmove', 'int64_t', ['int64_t', 'int64_t', 'int64_t'])
