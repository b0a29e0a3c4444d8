import { PROGRESS, TAKEN } from '../../../transport/control-block.ts'
import { VALUE } from '../../element-types.ts'
import type { Arrival } from '../arrival.ts'
import type { CollectiveCall } from '../call.ts'
import { codeOf } from '../call-tag.ts'
import type { Parcel } from '../parcel.ts'
import type { Steps } from '../steps.ts'
import { passAttached, ROUNDS } from './attached.ts'
import type { Belt } from './belt.ts'
import { agree, localOf } from './ground.ts'
import { ALL, type LocalCall } from './local-call.ts'
import { ATTACHED, DIRECT, EACH, MESSAGES, type Offer, ONE, PIECES, place, say } from './offer.ts'
import { announcePlace, announcePush, PUSHED, push } from './push.ts'
import { signatureOf } from './signature.ts'
import { Taking } from './taking.ts'

/** What one rank has for others: one parcel for all, or one for each; a Bytes offer where nothing of it is a value. */
export interface Goods {
  readonly parcels: readonly Parcel[]
  readonly how: typeof ONE | typeof EACH
  /** Who takes it. */
  readonly takers: readonly number[]
}

/** What a rank takes from another one: into a buffer, or as a value. */
export interface Wanted {
  readonly source: number
  readonly into: Uint8Array | null
}

/**
 * All collectives that only move data: each rank offers what it has, and takes what it wants of what the others offer, straight from
 * their memory; by messages where the communicator has no control block. A rank whose own buffers are read stays until all have left;
 * otherwise it goes as soon as it has what it wants. Nobody takes from itself here.
 * @returns what came from each rank, as what it was
 */
export function* exchange(
  call: CollectiveCall,
  root: number,
  offer: Offer | Goods | null,
  wanted: readonly Wanted[],
  byMessages: () => Steps<unknown[]>,
): Steps<unknown[]> {
  yield* agree(call)
  const local = localOf(call)
  if (local === null) return yield* byMessages()
  if (!local.isFree) yield local.untilFree
  local.describe(signatureOf(codeOf(call.name), null, 0), root, 0)
  const belt = offer === null ? null : put(call, local, offer)
  if (wanted.length === 0) local.note(TAKEN, ALL)
  const sole = soleOf(offer)
  const isPush = sole !== null && local.said === DIRECT
  if (isPush) announcePush(local, wanted.length === 0 ? sole.length : 0)
  if (offer === null) announcePlace(local, wanted[0].into)
  local.publish()
  if (isPush) yield* push(local, sole)

  const values = yield* takeAll(call, local, belt, wanted, offer)
  local.leave()
  return values
}

/**
 * What follows when this rank's line is published, until it may leave. With pieces or users' memory among what is wanted, nothing else may
 * be wanted in the same call: their ranks are told that this one has all.
 * @param belt on which its own bytes are to be sent
 * @param offer what this rank has, if others may attach to it
 */
export function* takeAll(
  call: CollectiveCall,
  local: LocalCall,
  belt: Belt | null,
  wanted: readonly Wanted[],
  offer: Offer | Goods | null,
): Steps<unknown[]> {
  const fromAll = wanted.length === local.size - 1
  if (fromAll) {
    if (!local.haveArrived(0, local.size)) yield local.untilArrived(0, local.size)
    local.check(0, local.size)
  }
  const takings: Taking[] = []
  const values: unknown[] = []
  let rounds = belt === null ? 0 : belt.count
  for (const { source, into } of wanted) {
    if (!fromAll) {
      if (!local.haveArrived(source, 1)) yield local.untilArrived(source, 1)
      local.check(source, 1)
    }
    const taking = new Taking(call, local, source, into)
    takings.push(taking)
    taking.read()
    rounds = Math.max(rounds, taking.pieces)
    if (taking.what === MESSAGES) values[source] = yield* receiveValue(call, source, into)
    else if (taking.what !== PIECES && taking.what !== ATTACHED) {
      taking.copy()
      if (taking.pushed > 0) yield* local.reached(source, 1, PROGRESS, PUSHED)
    }
  }
  const attached = takings.filter(({ what }) => what === ATTACHED)
  if (attached.length > 0 || local.said === ATTACHED)
    yield* passAttached(call, local, attached, (member) => partOf(offer, member))
  if (rounds > 0) yield* passPieces(local, belt, takings, rounds)
  for (const taking of takings) {
    if (taking.what !== MESSAGES && !taking.intoBuffer) values[taking.source] = taking.value
  }
  if (call.isSending) yield* call.finishSends()
  const lends = local.said === DIRECT || local.said === ATTACHED
  if (lends || takings.some(({ what }) => what === DIRECT || what === ATTACHED)) local.tell(TAKEN, ALL)
  // Others still read what is this rank's, or its user's.
  if (belt !== null || lends) yield* local.reached(0, local.size, TAKEN, ALL)
  return values
}

/** The one buffer that is for all; null for other offers. */
function soleOf(offer: Offer | Goods | null): Uint8Array | null {
  if (offer === null || offer.how !== ONE) return null
  return 'parts' in offer ? offer.parts[0] : offer.parcels[0].content
}

/** What of an offer is for a member. */
function partOf(offer: Offer | Goods | null, member: number): Uint8Array {
  const parts = offer === null ? [] : 'parts' in offer ? offer.parts : offer.parcels.map(({ content }) => content)
  return parts[offer?.how === EACH ? member : 0]!
}

/** Says on the line what there is to be had; sends it if it consists of values that do not lie in one piece. */
function put(call: CollectiveCall, local: LocalCall, offer: Offer | Goods): Belt | null {
  if ('parts' in offer) return place(local, offer)
  const { parcels, how, takers } = offer
  const parts = parcels.map(({ content }) => content)
  if (parts.every((part) => part !== null)) {
    return place(local, { parts, how, type: parcels[0].type, types: parcels.map(({ type }) => type) })
  }
  for (const taker of takers) parcels[how === ONE ? 0 : taker].send(call, taker)
  say(local, MESSAGES, { how: ONE, type: 0 })
  return null
}

/** All ranks but this one, beginning behind it, so that not all take from the same one first. */
export function othersFrom(rank: number, size: number): number[] {
  return Array.from({ length: size - 1 }, (_, index) => (rank + 1 + index) % size)
}

/** Fills this rank's belt and empties the others', piece by piece, none of them more than two ahead of the slowest rank. */
function* passPieces(call: LocalCall, belt: Belt | null, takings: readonly Taking[], rounds: number): Steps<void> {
  const consumed = takings.filter(({ what }) => what === PIECES)
  if (consumed.length === 0) call.tell(TAKEN, ALL)
  if (belt !== null) yield* stage(call, belt, 0)
  for (let round = 0; round < rounds; round++) {
    if (belt !== null && round + 1 < belt.count) yield* stage(call, belt, round + 1)
    for (const taking of consumed) {
      if (round >= taking.pieces) continue
      yield* call.reached(taking.source, 1, PROGRESS, round + 1)
      taking.copyPiece(round)
    }
    if (consumed.length > 0) call.tell(TAKEN, round + 1 < rounds ? ROUNDS + round + 1 : ALL)
  }
}

/** Puts a piece on the belt when the one that was there has been taken by all. */
function* stage(call: LocalCall, belt: Belt, index: number): Steps<void> {
  if (index >= 2) yield* call.reached(0, call.size, TAKEN, ROUNDS + index - 1)
  belt.stage(index)
  call.tell(PROGRESS, index + 1)
}

function* receiveValue(call: CollectiveCall, source: number, into: Uint8Array | null): Steps<unknown> {
  const arrival: Arrival<unknown> = call.postValue(source)
  yield arrival
  if (into !== null) throw call.misfit(VALUE, 0, into.length, source)
  return arrival.take()
}
