import { PROGRESS, TAKEN } from '../../../transport/control-block.ts'
import { VALUE } from '../../element-types.ts'
import type { Arrival } from '../arrival.ts'
import type { Steps } from '../steps.ts'
import type { Belt } from './belt.ts'
import { ALL, type LocalCall } from './local-call.ts'
import { DIRECT, MESSAGES, type Offer, ONE, PIECES, place, say } from './offer.ts'
import { Taking } from './taking.ts'

/** Values that one rank has for others: they come as messages. */
export interface Values {
  /** What goes to a member. */
  of(member: number): unknown
  /** Who gets one. */
  readonly members: readonly number[]
}

/** What a rank takes from another one: into a buffer, or as a value. */
export interface Wanted {
  readonly source: number
  readonly into: Uint8Array | null
}

/**
 * All collectives that only move data: each rank offers what it has, and takes what it wants of what the others offer, straight from
 * their memory. A rank whose own buffers are read stays until all have left; otherwise it goes as soon as it has what it wants.
 * @param offer null for a rank that has nothing for others
 * @returns what came from each rank, as what it was
 */
export function* exchange(
  call: LocalCall,
  signature: number,
  root: number,
  offer: Offer | Values | null,
  wanted: readonly Wanted[],
): Steps<unknown[]> {
  yield* call.enter(signature, root, 0)
  const belt = offer !== null && 'parts' in offer ? place(call, offer) : null
  if (offer !== null && 'of' in offer) sendValues(call, offer)
  if (wanted.length === 0) call.note(TAKEN, ALL)
  call.publish()

  const fromAll = wanted.length === call.size - 1
  if (fromAll) yield* call.arrived(0, call.size)
  const takings: Taking[] = []
  const values: unknown[] = []
  let rounds = belt === null ? 0 : belt.count
  for (const { source, into } of wanted) {
    if (!fromAll) yield* call.arrived(source, 1)
    const taking = new Taking(call, source, into)
    takings.push(taking)
    taking.read()
    rounds = Math.max(rounds, taking.pieces)
    if (taking.what === MESSAGES) values[source] = yield* receiveValue(call, source, into)
    else if (taking.what !== PIECES) taking.copy()
  }
  if (rounds > 0) yield* passPieces(call, belt, takings, rounds)
  for (const taking of takings) if (taking.what !== MESSAGES) values[taking.source] = taking.value
  yield* call.messages.finishSends()
  call.leave()
  if (belt !== null || call.said === DIRECT) yield* call.allLeft()
  belt?.giveBack()
  return values
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
    if (consumed.length > 0) call.tell(TAKEN, round + 1 < rounds ? round + 1 : ALL)
  }
}

/** Puts a piece on the belt when the one that was there has been taken by all. */
function* stage(call: LocalCall, belt: Belt, index: number): Steps<void> {
  if (index >= 2) yield* call.reached(0, call.size, TAKEN, index - 1)
  belt.stage(index)
  call.tell(PROGRESS, index + 1)
}

function sendValues(call: LocalCall, { of, members }: Values): void {
  for (const member of members) call.messages.startValue(of(member), member)
  say(call, MESSAGES, { how: ONE, type: 0 })
}

function* receiveValue(call: LocalCall, source: number, into: Uint8Array | null): Steps<unknown> {
  const arrival: Arrival<unknown> = call.messages.postValue(source)
  yield arrival
  if (into !== null) throw call.messages.misfit(VALUE, 0, into.length, source)
  return arrival.take()
}
