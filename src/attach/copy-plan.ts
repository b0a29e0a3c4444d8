import { CrossmemRangeError } from '../errors.ts'
import { kindOf } from '../memory/bytes.ts'
import type { End } from './copy-end.ts'
import { holdOwner, releaseOwner } from './owner.ts'

/** What an engine has to do: everything was checked, and `length` bytes are there at both ends. */
export interface CopyPlan {
  readonly from: End
  readonly to: End
  readonly fromOffset: number
  readonly toOffset: number
  readonly length: number
}

/**
 * Bounds a copy at the end of either side.
 * @throws CrossmemRangeError `ERR_OFFSET` for an offset beyond the end, `ERR_LENGTH`
 */
export function planCopy(from: End, to: End, fromOffset: number, toOffset: number, length: number): CopyPlan {
  const readable = behind('fromOffset', fromOffset, from)
  const writable = behind('toOffset', toOffset, to)
  if (length !== Number.POSITIVE_INFINITY && (!Number.isSafeInteger(length) || length < 0)) {
    throw new CrossmemRangeError('ERR_LENGTH', `a length is a whole number of bytes from 0, not ${kindOf(length)}`)
  }
  return { from, to, fromOffset, toOffset, length: Math.min(length, readable, writable) }
}

function behind(name: string, offset: number, { segments }: End): number {
  const { byteLength } = segments
  if (Number.isSafeInteger(offset) && offset >= 0 && offset <= byteLength) return byteLength - offset
  throw new CrossmemRangeError(
    'ERR_OFFSET',
    `${name} is a whole number from 0 to ${byteLength}, the bytes that are there, not ${kindOf(offset)}`,
  )
}

/** Keeps the owners' descriptors open while a copy goes on, until {@link release}. */
export function hold({ from, to }: CopyPlan): void {
  if (from.grant !== null) holdOwner(from.grant.owner)
  if (to.grant !== null) holdOwner(to.grant.owner)
}

export function release({ from, to }: CopyPlan): void {
  if (from.grant !== null) releaseOwner(from.grant.owner)
  if (to.grant !== null) releaseOwner(to.grant.owner)
}
