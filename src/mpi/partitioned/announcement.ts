import { CrossmemError } from '../../errors.ts'
import { isPartitionCount } from './partitions.ts'

/**
 * What the sender of partitioned messages tells their receiver, once: the messages of the parts then have a tag each, which no other parts
 * of this sender have.
 */
export interface Announcement {
  /** The tag of the first part; the others' tags are the next lower numbers. */
  readonly tag: number
  readonly partitions: number
  /** Of each part. */
  readonly bytes: number
}

/** Tags of parts are below those of users. */
export const FIRST_TAG = -2
/** How many tags there are before they begin again. */
export const TAGS = 2 ** 30
export const ANNOUNCEMENT_BYTES = 24

export function encodeAnnouncement({ tag, partitions, bytes }: Announcement): Uint8Array {
  return new Uint8Array(Float64Array.of(tag, partitions, bytes).buffer)
}

/** @throws CrossmemError ERR_SEGMENT for what no sender writes */
export function decodeAnnouncement(encoded: Uint8Array): Announcement {
  const [tag, partitions, bytes] = new Float64Array(encoded.slice().buffer)
  if (!isPartitionCount(partitions) || !Number.isSafeInteger(bytes) || bytes < 0 || !(tag <= FIRST_TAG)) {
    throw new CrossmemError('ERR_SEGMENT', `partitions were announced that cannot be: ${partitions} of ${bytes} bytes`)
  }
  return { tag, partitions, bytes }
}
