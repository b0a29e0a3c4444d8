import { CrossmemError } from '../errors.ts'
import type { Guest } from './guest.ts'

/**
 * Takes memory of the program's for as long as a callback runs that is given pointers to it.
 * @throws CrossmemError ERR_GUEST_MEMORY when there is none left
 */
export function withScratch<T>(guest: Guest, bytes: number, use: (pointer: number) => T): T {
  const pointer = guest.malloc(bytes)
  if (pointer === 0) {
    throw new CrossmemError(
      'ERR_GUEST_MEMORY',
      `the program has no ${bytes} bytes of memory left for a callback's arguments`,
    )
  }
  try {
    return use(pointer)
  } finally {
    guest.free(pointer)
  }
}
