import { CrossmemRangeError } from '../../src/errors.ts'

const UNITS: Record<string, number> = { '': 1, K: 1024, M: 1024 * 1024 }
const MOST = 64 * 1024 * 1024

/** 0, 8 and the powers of 4 from 64 B to 16 MiB. */
export const DEFAULT_SIZES: readonly number[] = [0, 8, ...Array.from({ length: 10 }, (_, power) => 64 * 4 ** power)]

/**
 * Reads a list of sizes such as `8,64K,1M`; K is 1024 bytes, M 1024 K.
 * @throws CrossmemRangeError ERR_BENCH_OPTION, naming the part that is no size
 */
export function parseSizes(text: string): number[] {
  const sizes = text.split(',').map((part) => {
    const [, digits, unit] = /^(\d+)([KM]?)$/i.exec(part.trim()) ?? []
    const bytes = Number(digits) * UNITS[(unit ?? '').toUpperCase()]
    if (!(bytes <= MOST)) {
      throw new CrossmemRangeError(
        'ERR_BENCH_OPTION',
        `a size is a number of bytes from 0 to 64M, such as 8, 64K or 1M, not '${part}'`,
      )
    }
    return bytes
  })
  return [...new Set(sizes)]
}

/** The shortest exact form: 8, 64K, 1M. */
export function formatSize(bytes: number): string {
  for (const unit of ['M', 'K']) if (bytes > 0 && bytes % UNITS[unit] === 0) return `${bytes / UNITS[unit]}${unit}`
  return String(bytes)
}
