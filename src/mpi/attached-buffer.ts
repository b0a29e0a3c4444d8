import type { Bytes } from '../memory/bytes.ts'
import type { BUFFER_AUTOMATIC } from './constants.ts'
import type { Request } from './request.ts'
import { port } from './world.ts'

/**
 * Gives buffered sends memory for their messages, in all communicators that have none of their own (MPI_Buffer_attach). It belongs to
 * them until it is detached; memory from `alloc` is delivered with one copy.
 * @param buffer for each message that is under way at a time, its length and BSEND_OVERHEAD; or BUFFER_AUTOMATIC
 * @throws CrossmemError ERR_BUFFER when one is attached; CrossmemTypeError ERR_NOT_BYTES
 * @example
 * attachBuffer(BUFFER_AUTOMATIC)
 * world.bsend('hello', { dest: world.rank })
 * console.log(world.recv({ source: world.rank }))
 * detachBuffer()
 */
export function attachBuffer(buffer: Bytes | typeof BUFFER_AUTOMATIC): void {
  port.sendBuffer.attach(buffer)
}

/**
 * Takes the buffer back, when all messages in it are delivered.
 * @returns what was attached; null when nothing was
 * @throws CrossmemError ERR_RANK_DIED, ERR_RANK_ENDED or ERR_DEADLOCK for a message that can never be delivered; the buffer stays attached
 */
export function detachBuffer(): Bytes | typeof BUFFER_AUTOMATIC | null {
  return port.sendBuffer.detach()
}

/** Blocks until all messages in the buffer are delivered (MPI_Buffer_flush). @throws as {@link detachBuffer} */
export function flushBuffer(): void {
  port.sendBuffer.flush()
}

/** Done when all messages that are now in the buffer are delivered (MPI_Buffer_iflush). */
export function iflushBuffer(): Request<void> {
  return port.sendBuffer.iflush()
}
