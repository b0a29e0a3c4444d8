import { CrossmemRangeError, CrossmemTypeError } from '../errors.ts'
import { kindOf } from '../memory/bytes.ts'
import { ANY_SOURCE, ANY_TAG, PROC_NULL, TAG_UB } from './constants.ts'

/** @throws CrossmemRangeError ERR_RANK unless it is a rank of a communicator of `size`, or PROC_NULL */
export function checkDest(dest: number, size: number): void {
  if (!(Number.isInteger(dest) && ((dest >= 0 && dest < size) || dest === PROC_NULL))) throw badRank('dest', dest, size)
}

/** @throws CrossmemRangeError ERR_RANK unless it is a rank, ANY_SOURCE or PROC_NULL */
export function checkSource(source: number, size: number): void {
  if (
    !(Number.isInteger(source) && ((source >= 0 && source < size) || source === ANY_SOURCE || source === PROC_NULL))
  ) {
    throw badRank('source', source, size)
  }
}

/** @throws CrossmemRangeError ERR_TAG unless it can be sent with */
export function checkTag(tag: number): void {
  if (!(Number.isInteger(tag) && tag >= 0 && tag <= TAG_UB)) throw badTag(tag)
}

/** @throws CrossmemRangeError ERR_TAG unless it can be received with */
export function checkTagOrAny(tag: number): void {
  if (tag !== ANY_TAG) checkTag(tag)
}

/**
 * What a receive without a buffer was given instead of one.
 * @throws CrossmemTypeError ERR_NOT_BYTES for what was meant as a buffer, and is none
 */
export function receiveOptions<T extends object>(given: T): T {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new CrossmemTypeError(
      'ERR_NOT_BYTES',
      `a receive takes a typed array, Buffer, DataView or ArrayBuffer, or its options alone, not ${kindOf(given)}`,
    )
  }
  return given
}

function badRank(name: string, rank: unknown, size: number): Error {
  if (typeof rank !== 'number')
    return new CrossmemTypeError('ERR_RANK', `${name} is a rank's number, not ${kindOf(rank)}`)
  return new CrossmemRangeError(
    'ERR_RANK',
    `${name} ${rank} is no rank of this communicator, which has 0 to ${size - 1}`,
  )
}

function badTag(tag: unknown): Error {
  if (typeof tag !== 'number') return new CrossmemTypeError('ERR_TAG', `a tag is a number, not ${kindOf(tag)}`)
  return new CrossmemRangeError('ERR_TAG', `tag ${tag} is not a whole number from 0 to ${TAG_UB}`)
}
