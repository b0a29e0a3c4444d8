import { closeSync } from 'node:fs'
import { CrossmemError } from '../errors.ts'
import { mappableFile, openSource } from '../memory/shared-source.ts'
import { bufferAt } from '../os/address.ts'
import { mapShared, unmap } from '../os/mapping.ts'
import type { CookieParts } from './cookie.ts'
import { ALIVE, kindOfState, SECRET_WORDS, SLOT, SLOT_WORDS, stateOf, TABLE_BYTES, USED } from './region-table.ts'

/**
 * Takes the only use of another process's region. Of all that try at the same time one gets it: the owner's table is mapped
 * for the one step that has to be atomic between processes, which no system call on another's memory is.
 * @returns what the region was until then: alive (it is ours now), used or free
 * @throws SystemError when the owner's descriptor cannot be had: `EMFILE`, `EPERM`
 */
export function consumeAt(cookie: CookieParts): number {
  const { fd, what } = openSource({ pid: cookie.pid, fd: cookie.fd })
  try {
    if (mappableFile(fd, what).size < TABLE_BYTES) throw notTheTable(cookie)
    const address = mapShared(fd, 0, TABLE_BYTES)
    try {
      return exchange(new Int32Array(bufferAt(address, TABLE_BYTES)), cookie)
    } finally {
      unmap(address, TABLE_BYTES)
    }
  } finally {
    closeSync(fd)
  }
}

function exchange(words: Int32Array, { index, generation, secret }: CookieParts): number {
  const at = index * SLOT_WORDS
  for (let word = 0; word < SECRET_WORDS; word++) {
    // The secret of a region that was destroyed meanwhile, or of another one that has its slot.
    if (words[at + SLOT.secret + word] !== secret[word]) return kindOfState(0, generation)
  }
  const before = stateOf(generation, ALIVE)
  return kindOfState(Atomics.compareExchange(words, at, before, stateOf(generation, USED)), generation)
}

function notTheTable({ pid, fd }: CookieParts): CrossmemError {
  return new CrossmemError(
    'ERR_COOKIE',
    `descriptor ${fd} of process ${pid} is not its table of regions: the program closed it, or the cookie was forged`,
  )
}
