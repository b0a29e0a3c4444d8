import type { Segment } from './segment.ts'

/**
 * What lies in a lane's slot: 16 words, one cache line.
 *
 *     word   0        1                  2        3     4 5      6     7      8 … 15
 *          +--------+------------------+---------+-----+--------+-----+------+--------------------------+
 *          |sequence| kind, type, sync | context | tag | length | id  | role | payload up to 32 B, or   |
 *          +--------+------------------+---------+-----+--------+-----+------+ f64 offset, f64 address  |
 *                                                                            +--------------------------+
 * An offer of bytes in many pieces has behind these the f64 offset of their table, and the i32 number of series in it (series-table.ts).
 * `length` is a float64 (exact to 2^53) of bytes; `id` names a message of its sender that is under way.
 * Offsets are those in an arena; -1 stands for memory outside of it.
 */
export const KIND = 1
export const CONTEXT = 2
export const TAG = 3
/** In float64 units from the slot's beginning. */
export const LENGTH_F64 = 2
export const ID = 6
export const ROLE = 7
export const INLINE = 8
export const OFFSET_F64 = 4
export const ADDRESS_F64 = 5
export const INLINE_BYTES = 32
export const TABLE_F64 = 6
export const SERIES_COUNT = 14

/** A message with its bytes, in the slot or in the ring. */
export const EAGER_MESSAGE = 1
/** A message whose bytes are with the sender: how long, and where. */
export const OFFER = 2
/** To the sender: matched; here is where the bytes go, and which part the receiver plays (role). */
export const ACCEPT = 3
/** To the sender: its message has arrived, the buffer is its own again. */
export const SENT = 4
/** To the receiver: the sender moved the last bytes. */
export const ARRIVED = 5
/** To the receiver: the sender could not move chunk `role`; the receiver must. */
export const RETURNED = 6
/** To the sender: the receiver cannot reach the bytes after all; send everything staged. */
export const STAGE = 7
/** To the receiver: `length` bytes for the message's place OFFSET lie in staging buffer `role`. */
export const PIECE = 8
/** To the sender: staging buffer `role` is free again. */
export const CREDIT = 9
/** To the other end of a message: it fails there, for reason `role`; `ID` is the sender's. */
export const REFUSED = 10
export const ABANDONED = 11

/** In word KIND, beside the kind: the message's element type, whether its sender waits for the match, and whether it is in many pieces. */
export const TYPE_SHIFT = 8
export const SYNCHRONOUS = 1 << 16
export const IN_PIECES = 1 << 17

/** Roles in an ACCEPT. */
export const RECEIVER_PULLS = 0
export const SENDER_MOVES = 1
export const SENDER_STAGES = 2

/** Fills in what all messages have. */
export function describe(
  segment: Segment,
  slot: number,
  kind: number,
  context: number,
  tag: number,
  length: number,
  id: number,
): void {
  const { i32, f64 } = segment
  i32[slot + KIND] = kind
  i32[slot + CONTEXT] = context
  i32[slot + TAG] = tag
  i32[slot + ID] = id
  f64[(slot >>> 1) + LENGTH_F64] = length
}
