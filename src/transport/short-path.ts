import type { Endpoint } from './endpoint.ts'
import { longestEager } from './lane.ts'
import type { Peer } from './peer.ts'
import { CONTEXT, EAGER_MESSAGE, INLINE_BYTES, KIND, LENGTH_F64, SYNCHRONOUS, TAG, TYPE_SHIFT } from './record.ts'

const ANY_TAG = -1
const KIND_AND_FLAGS = 0xff | SYNCHRONOUS

/**
 * The shortest way from a lane into a buffer, for a message that a blocking receive waits for and that nobody has to answer: half of a short
 * message's time is spent here. It allocates nothing. Whatever is out of the ordinary is left to {@link dispatch}.
 * @param notType a type of message that is not taken
 * @returns the message's length; -1 when the record at `slot` is another one
 */
export function receiveShort(
  endpoint: Endpoint,
  peer: Peer,
  slot: number,
  context: number,
  tag: number,
  notType: number,
  into: Uint8Array,
): number {
  const { segment } = endpoint
  const { i32, u8 } = segment
  const word = i32[slot + KIND]
  if ((word & KIND_AND_FLAGS) !== EAGER_MESSAGE || ((word >>> TYPE_SHIFT) & 0xff) === notType) return -1
  if (i32[slot + CONTEXT] !== context || (tag !== i32[slot + TAG] && tag !== ANY_TAG)) return -1
  const length = segment.f64[(slot >>> 1) + LENGTH_F64] | 0
  if (length < 0 || length > into.length || length > longestEager(segment)) return -1
  const at = peer.reader.payloadAt(slot, length)
  if (length <= INLINE_BYTES) for (let i = 0; i < length; i++) into[i] = u8[at + i]
  else into.set(u8.subarray(at, at + length))
  if (peer.reader.take(length)) endpoint.bell.ring(peer.rank)
  return length
}
