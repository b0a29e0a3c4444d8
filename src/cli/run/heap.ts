import { CrossmemRangeError } from '../../errors.ts'
import { PAGE } from '../../os/mapping.ts'

const UNITS = 'KMGT'
const LEAST = 1024 ** 2
/** Every rank maps its heap, in an address space of 128 TiB. */
const MOST = 64 * 1024 ** 4

/**
 * Reads a size such as `512M`, `1.5G`, `4GiB` or a number of bytes (K is 1024), rounded up to whole pages.
 * @throws CrossmemRangeError ERR_HEAP_SIZE
 */
export function parseHeap(text: string): number {
  const bytes = sizeOf(text)
  if (bytes >= LEAST && bytes <= MOST) return Math.ceil(bytes / PAGE) * PAGE
  throw new CrossmemRangeError(
    'ERR_HEAP_SIZE',
    `--heap takes a number of bytes from 1M to 64T, such as 512M or 4G, not '${text}'`,
  )
}

/** The number of bytes that a size such as `512M` stands for; NaN for what is none. */
export function sizeOf(text: string): number {
  const [, number, unit] = /^(\d+\.?\d*|\.\d+)(?:([KMGT])?(?:i?B)?)$/i.exec(text) ?? []
  return Number(number) * 1024 ** (UNITS.indexOf((unit ?? '').toUpperCase() || ' ') + 1)
}
