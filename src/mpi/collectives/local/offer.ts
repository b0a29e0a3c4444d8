import { addressOfBytes } from '../../../os/address.ts'
import {
  LENGTH_F64,
  OFFSET_F64,
  PAYLOAD_AT,
  PAYLOAD_BYTES,
  PIECE_F64,
  payloadAt,
  SCRATCH_BYTES,
  TABLE_F64,
  WHAT,
} from '../../../transport/control-block.ts'
import { Belt } from './belt.ts'
import type { LocalCall } from './local-call.ts'

/** Where the bytes are that a rank offers, as its line says. */
export const NOTHING = 0
/** In the line itself. */
export const PAYLOAD = 1
/** In its arena, as a copy beside the line that stays until all have left. */
export const COPIED = 2
/** In its arena, where the user has them: the rank itself stays until all have left. */
export const DIRECT = 3
/** They come through its arena, piece by piece. */
export const PIECES = 4
/** They are values, and come as messages. */
export const MESSAGES = 5
/** Where the user has them, outside of its arena: the others attach to it. The rank itself stays until all have left. */
export const ATTACHED = 6

/** Who gets which of them: everybody all, everybody an equal part, everybody what a table says. */
export const ONE = 0
export const EQUAL = 1
export const EACH = 2

/** Of shorter parts the system call costs more than a second copy. */
const ATTACH_FROM = 64 * 1024

/** A table has for each member where its part begins, how long it is, and what it was; each as float64. */
export const ENTRY_BYTES = 24
/** What stands for a table in the line itself. */
export const IN_LINE = -1

/** Bytes that one rank has for the others. */
export interface Offer {
  /** With EACH a part for every member, else only one. */
  readonly parts: readonly Uint8Array[]
  readonly how: typeof ONE | typeof EQUAL | typeof EACH
  /** What the bytes were, see typeOf. */
  readonly type: number
  /** With EACH what each part was, where they differ. */
  readonly types?: readonly number[]
}

/**
 * Writes an offer on the call's line; the bytes too, or beside it, if they are few.
 * @returns what was done; with PIECES the belt on which they are to be sent
 */
export function place(call: LocalCall, offer: Offer): Belt | null {
  const { parts, how } = offer
  const { f64 } = call.view
  const at = call.line >>> 3
  const length = parts.length === 1 ? parts[0].length : parts.reduce((sum, part) => sum + part.length, 0)
  const table = how === EACH ? call.size * ENTRY_BYTES : 0
  f64[at + LENGTH_F64] = length
  if (table === 0 && length <= PAYLOAD_BYTES) {
    writeParts(call, parts, call.line + payloadAt(length))
    say(call, PAYLOAD, offer)
    return null
  }
  if (table + length <= SCRATCH_BYTES) {
    const scratch = call.scratch
    f64[at + OFFSET_F64] = scratch + table
    writeParts(call, parts, call.view.locate(call.worldRank, scratch, SCRATCH_BYTES) + table)
    if (table > 0) writeTable(call, offer, (begin) => scratch + table + begin)
    say(call, COPIED, offer)
    return null
  }
  const { arena } = call.view
  const offsets = parts.map((part) => (part.length === 0 ? 0 : arena.offsetOf(part)))
  if (offsets.every((offset) => offset >= 0)) {
    f64[at + OFFSET_F64] = offsets[0]
    if (table > 0) writeTable(call, offer, (_, member) => offsets[member])
    say(call, DIRECT, offer)
    return null
  }
  if (parts.every((part) => part.length === 0 || part.length >= ATTACH_FROM) && call.view.mayAttach(call.members)) {
    const addresses = parts.map((part) => (part.length === 0 ? 0 : addressOfBytes(part)))
    f64[at + OFFSET_F64] = addresses[0]
    if (table > 0) writeTable(call, offer, (_, member) => addresses[member])
    say(call, ATTACHED, offer)
    return null
  }
  const belt = new Belt(call, parts, length)
  f64[at + OFFSET_F64] = belt.offset
  f64[at + PIECE_F64] = belt.piece
  if (table > 0) writeTable(call, offer, (begin) => begin)
  say(call, PIECES, offer)
  return belt
}

/** Says what there is to be had from this rank. */
export function say(call: LocalCall, what: number, { how, type }: Pick<Offer, 'how' | 'type'>): void {
  call.said = what
  call.note(WHAT, what | (how << 8) | (type << 16))
}

function writeParts(call: LocalCall, parts: readonly Uint8Array[], place: number): void {
  let at = place
  for (const part of parts) {
    call.write(part, at)
    at += part.length
  }
}

/** @param offsetOf where a member's part is, which begins at byte `begin` of all parts in a row */
function writeTable(
  call: LocalCall,
  { parts, type, types }: Offer,
  offsetOf: (begin: number, member: number) => number,
): void {
  const { view, size, line } = call
  const inLine = size * ENTRY_BYTES <= PAYLOAD_BYTES
  const scratch = inLine ? IN_LINE : call.scratch
  view.f64[(line >>> 3) + TABLE_F64] = scratch
  const at = (inLine ? line + PAYLOAD_AT : view.locate(call.worldRank, scratch, SCRATCH_BYTES)) >>> 3
  let begin = 0
  for (let member = 0; member < size; member++) {
    const entry = at + (member * ENTRY_BYTES) / 8
    view.f64[entry] = offsetOf(begin, member)
    view.f64[entry + 1] = parts[member].length
    view.f64[entry + 2] = types?.[member] ?? type
    begin += parts[member].length
  }
}
