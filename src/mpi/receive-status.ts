import type { Bytes } from '../memory/bytes.ts'
import type { Message } from '../transport/transport.ts'
import type { Channel } from './channel.ts'
import { ANY_TAG, PROC_NULL } from './constants.ts'
import { elementSize } from './element-types.ts'
import type { Receive } from './receive.ts'
import { Status } from './status.ts'

/** Fills in the status of a receive that is done. */
export function receiveStatus(channel: Channel, receive: Receive, elementBytes: number, status = new Status()): Status {
  if (receive.cancelled) {
    status.cancelled = true
    return status
  }
  return status.set(channel.rankOf(receive.from), receive.gotTag, receive.length, elementBytes)
}

/** The status of a message that was found; its elements are those that were sent. */
export function messageStatus(channel: Channel, message: Message): Status {
  return new Status().set(channel.rankOf(message.source), message.tag, message.length, elementSize(message.type))
}

/** The status of a receive from PROC_NULL. */
export function nullStatus(status = new Status()): Status {
  return status.set(PROC_NULL, ANY_TAG, 0, 1)
}

/** Bytes of a buffer's element. */
export function elementBytes(buffer: Bytes): number {
  return (buffer as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1
}
