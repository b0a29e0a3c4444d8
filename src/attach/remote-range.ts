import { CrossmemRangeError, CrossmemTypeError } from '../errors.ts'
import { kindOf } from '../memory/bytes.ts'

/** A stretch of the target's memory. */
export interface RemoteRange {
  /** From 0 to 2^64 - 1. */
  address: bigint
  /** In bytes; a safe integer from 0. */
  length: number
}

const MAX_ADDRESS = 0xffffffffffffffffn

/** @throws CrossmemTypeError or CrossmemRangeError `ERR_ADDRESS` */
export function checkAddress(address: bigint): void {
  if (typeof address !== 'bigint') {
    throw new CrossmemTypeError(
      'ERR_ADDRESS',
      `an address is a bigint, such as 0x7f0000001000n, not ${kindOf(address)}`,
    )
  }
  if (address < 0n || address > MAX_ADDRESS) {
    throw new CrossmemRangeError('ERR_ADDRESS', `an address lies between 0 and 2^64 - 1; ${address} does not`)
  }
}

/** @throws CrossmemRangeError `ERR_LENGTH` */
export function checkLength(length: number): void {
  if (!Number.isSafeInteger(length) || length < 0) {
    throw new CrossmemRangeError('ERR_LENGTH', `a length is a whole number of bytes from 0, not ${kindOf(length)}`)
  }
}

/** Copies of the ranges, checked. @throws as {@link checkAddress} and {@link checkLength}; `ERR_LIST` for no array */
export function checkRanges(ranges: readonly RemoteRange[]): RemoteRange[] {
  checkList(ranges, 'remote ranges')
  return ranges.map((range) => {
    const { address, length } = Object(range) as RemoteRange
    checkAddress(address)
    checkLength(length)
    return { address, length }
  })
}

/** @throws CrossmemTypeError `ERR_LIST` */
export function checkList(list: readonly unknown[], what: string): void {
  if (!Array.isArray(list)) throw new CrossmemTypeError('ERR_LIST', `${what} come as an array, not as ${kindOf(list)}`)
}
