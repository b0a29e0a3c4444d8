import { closeSync } from 'node:fs'
import { CrossmemError, SystemError } from '../errors.ts'
import { createEventfd } from '../os/eventfd.ts'
import { createMemfd } from '../os/memfd.ts'
import { Segment } from '../transport/segment.ts'
import { STAGING_BYTES } from '../transport/staging-layout.ts'

/** What the ranks of a job share, as this process's descriptors. */
export interface Resources extends Disposable {
  segment: Segment
  /** The memory file of each rank's arena. */
  arenas: readonly number[]
  /** What wakes each rank's event loop. */
  eventfds: readonly number[]
}

/**
 * Makes what the ranks of a job share. Arenas are committed as they are touched.
 * @throws CrossmemRangeError ERR_JOB_SIZE for more ranks than lanes can serve
 * @throws CrossmemError ERR_DESCRIPTORS, ERR_MEMORY, ERR_ADDRESS_SPACE when a limit of this process or machine is too
 * low
 */
export function createResources(size: number, heapBytes: number): Resources {
  const open: number[] = []
  const opened = (fd: number): number => {
    open.push(fd)
    return fd
  }
  const close = (): void => {
    for (const fd of open) closeSync(fd)
  }
  try {
    const segment = Segment.create(size)
    opened(segment.fd)
    const ranks = Array.from({ length: size }, (_, rank) => rank)
    const arenas = ranks.map((rank) => opened(createMemfd(`crossmem-heap-${rank}`, heapBytes + STAGING_BYTES)))
    const eventfds = ranks.map(() => opened(createEventfd()))
    return { segment, arenas, eventfds, [Symbol.dispose]: close }
  } catch (error) {
    close()
    throw withRemedy(error, size)
  }
}

function withRemedy(error: unknown, size: number): unknown {
  if (!(error instanceof SystemError)) return error
  if (error.code === 'EMFILE' || error.code === 'ENFILE') {
    return new CrossmemError(
      'ERR_DESCRIPTORS',
      `a job of ${size} ranks needs ${2 * size + 1} descriptors in every process beside those of node: ` +
        `${error.message}. Allow more with ulimit -n, or start fewer ranks.`,
      { cause: error },
    )
  }
  if (error.code === 'ENOSPC' || error.code === 'ENOMEM') {
    return new CrossmemError(
      'ERR_MEMORY',
      `this machine has no memory for the lanes between ${size} ranks: ${error.message}. Start fewer ranks.`,
      { cause: error },
    )
  }
  return error
}
