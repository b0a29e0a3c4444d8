import { CrossmemRangeError } from '../../errors.ts'

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }

/** @throws CrossmemRangeError ERR_PID */
export function parsePid(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text) && Number(text) <= 0x7fffffff) return Number(text)
  throw new CrossmemRangeError('ERR_PID', `a pid is a whole number from 1, not '${text}'`)
}

/** An address: hexadecimal behind 0x, else decimal. @throws CrossmemRangeError ERR_ADDRESS */
export function parseAddress(text: string): bigint {
  if (/^(0x[\da-f]{1,16}|\d{1,19})$/i.test(text)) return BigInt(text)
  throw new CrossmemRangeError('ERR_ADDRESS', `an address is a number such as 0x7f0000001000, not '${text}'`)
}

/** A number of bytes: 100, 0x100, 64K, 1M or 2G. @throws CrossmemRangeError ERR_LENGTH */
export function parseLength(text: string): number {
  const [, digits, unit] = /^(0x[\da-f]+|\d+)([KMG]?)$/i.exec(text) ?? []
  const bytes = Number(digits) * UNITS[(unit ?? '').toUpperCase()]
  if (Number.isSafeInteger(bytes)) return bytes
  throw new CrossmemRangeError(
    'ERR_LENGTH',
    `a length is a number of bytes such as 100, 0x100, 64K or 1M, not '${text}'`,
  )
}
