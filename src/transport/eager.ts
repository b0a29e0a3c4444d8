import { type Content, Pieces } from '../memory/pieces.ts'
import type { Endpoint } from './endpoint.ts'
import type { Peer } from './peer.ts'
import { EAGER } from './protocol.ts'
import { describe, EAGER_MESSAGE, INLINE_BYTES, SYNCHRONOUS, TYPE_SHIFT } from './record.ts'

/** For messages that nobody has to answer. */
export const NO_ID = -1

/**
 * Puts a whole message into the lane. This is the path of every short message: it allocates nothing.
 * @param id what the receiver names when it has matched the message, or NO_ID
 * @returns false when there is no room
 */
export function sendEager(
  endpoint: Endpoint,
  peer: Peer,
  context: number,
  tag: number,
  content: Content,
  type: number,
  id: number,
): boolean {
  const { segment } = endpoint
  const { writer } = peer
  const { length } = content
  if (!writer.begin(length)) return false
  const kind = id === NO_ID ? EAGER_MESSAGE : EAGER_MESSAGE | SYNCHRONOUS
  describe(segment, writer.slot, kind | (type << TYPE_SHIFT), context, tag, length, id)
  const { u8 } = segment
  const at = writer.payloadAt
  // A call to copy costs more than a few bytes do.
  if (content instanceof Pieces) content.gather(0, u8.subarray(at, at + length))
  else if (length <= INLINE_BYTES) for (let i = 0; i < length; i++) u8[at + i] = content[i]
  else u8.set(content, at)
  if (!writer.commit()) endpoint.bell.ring(peer.rank)
  endpoint.traffic.count(EAGER, length)
  return true
}
