import type { Arrival } from './arrival.ts'
import type { Endpoint } from './endpoint.ts'
import { failureOf } from './failure.ts'
import { longestEager } from './lane.ts'
import type { Peer } from './peer.ts'
import {
  ABANDONED,
  ACCEPT,
  ADDRESS_F64,
  ARRIVED,
  CONTEXT,
  CREDIT,
  EAGER_MESSAGE,
  ID,
  IN_PIECES,
  KIND,
  LENGTH_F64,
  OFFER,
  OFFSET_F64,
  PIECE,
  REFUSED,
  RETURNED,
  ROLE,
  SENT,
  SERIES_COUNT,
  STAGE,
  SYNCHRONOUS,
  TABLE_F64,
  TAG,
  TYPE_SHIFT,
} from './record.ts'
import { tableBytes } from './series-table.ts'
import { STAGING_BYTES } from './staging-layout.ts'
import type { Inbox } from './transport.ts'

/** Takes one record out of a lane, checks what the peer wrote there, and gives it to whom it is for. */
export function dispatch(endpoint: Endpoint, peer: Peer, slot: number, arrival: Arrival, inbox: Inbox): void {
  const { i32, f64 } = endpoint.segment
  const word = i32[slot + KIND]
  const kind = word & 0xff
  if (kind !== EAGER_MESSAGE && kind !== OFFER) {
    control(endpoint, peer, slot, kind)
    return
  }

  const length = f64[(slot >>> 1) + LENGTH_F64]
  arrival.source = peer.rank
  arrival.context = i32[slot + CONTEXT]
  arrival.tag = i32[slot + TAG]
  arrival.length = length
  arrival.type = (word >>> TYPE_SHIFT) & 0xff
  arrival.id = i32[slot + ID]
  if (kind === EAGER_MESSAGE) {
    const possible = Number.isInteger(length) && length >= 0 && length <= longestEager(endpoint.segment)
    if (!possible) throw peer.damaged(`a short message of ${length} bytes`)
    arrival.offered = false
    arrival.synchronous = (word & SYNCHRONOUS) !== 0
    arrival.laneAt = peer.reader.payloadAt(slot, length)
    inbox.arrived(arrival)
    take(endpoint, peer, length)
    return
  }
  const offset = f64[(slot >>> 1) + OFFSET_F64]
  if (!Number.isSafeInteger(length) || length < 0) throw peer.damaged(`a message of ${length} bytes`)
  if (arrival.id < 0) throw peer.damaged(`message id ${arrival.id}`)
  const inPieces = (word & IN_PIECES) !== 0
  const table = inPieces ? f64[(slot >>> 1) + TABLE_F64] : -1
  const series = inPieces ? i32[slot + SERIES_COUNT] : 0
  // Where pieces end is told by their table.
  requireInArena(endpoint, peer, offset, inPieces ? 0 : length)
  if (series < 0 || series > 0 !== table >= 0) throw peer.damaged(`a table of ${series} series`)
  requireInArena(endpoint, peer, table, tableBytes(series))
  arrival.offered = true
  arrival.synchronous = true
  arrival.offset = offset
  arrival.address = f64[(slot >>> 1) + ADDRESS_F64]
  arrival.inPieces = inPieces
  arrival.table = table
  arrival.series = series
  take(endpoint, peer, 0)
  inbox.arrived(arrival)
}

/** @param offset -1 for memory elsewhere */
function requireInArena(endpoint: Endpoint, peer: Peer, offset: number, length: number): void {
  const outside = offset < STAGING_BYTES || offset + length > endpoint.reach.arenaBytes
  if (!Number.isSafeInteger(offset) || (offset !== -1 && outside)) throw peer.damaged(`arena offset ${offset}`)
}

function take(endpoint: Endpoint, peer: Peer, payload: number): void {
  if (peer.reader.take(payload)) endpoint.bell.ring(peer.rank)
}

/** Records about messages that are under way. */
function control(endpoint: Endpoint, peer: Peer, slot: number, kind: number): void {
  const { i32, f64 } = endpoint.segment
  const id = i32[slot + ID]
  const role = i32[slot + ROLE]
  const length = f64[(slot >>> 1) + LENGTH_F64]
  const offset = f64[(slot >>> 1) + OFFSET_F64]
  const address = f64[(slot >>> 1) + ADDRESS_F64]
  take(endpoint, peer, 0)

  if (kind === ARRIVED || kind === RETURNED || kind === PIECE || kind === ABANDONED) {
    const incoming = peer.incoming.get(id)
    if (incoming === undefined) throw peer.damaged(`a record of kind ${kind} for message ${id}, which is not under way`)
    if (kind === ARRIVED) incoming.arrived()
    else if (kind === RETURNED) incoming.returned(role)
    else if (kind === PIECE) incoming.piece(role, offset, length)
    else incoming.abandoned(role)
    return
  }
  if (kind === CREDIT) {
    if (!endpoint.staging.credit(role, peer.rank)) throw peer.damaged(`credit for staging buffer ${role}`)
    return
  }
  const outgoing = endpoint.outgoing.get(id)
  if (outgoing === undefined || outgoing.peer !== peer) {
    throw peer.damaged(`a record of kind ${kind} for message ${id}, which is not under way`)
  }
  if (kind === SENT) outgoing.sent()
  else if (kind === ACCEPT) {
    requireInArena(endpoint, peer, offset, outgoing.length)
    outgoing.accepted(role, offset, address)
  } else if (kind === STAGE) outgoing.stage()
  else if (kind === REFUSED) outgoing.refused(failureOf(role, peer.rank))
  else throw peer.damaged(`a record of kind ${kind}`)
}
