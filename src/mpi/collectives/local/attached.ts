import { TAKEN } from '../../../transport/control-block.ts'
import type { CollectiveCall } from '../call.ts'
import type { Steps } from '../steps.ts'
import type { LocalCall } from './local-call.ts'
import { ATTACHED } from './offer.ts'
import type { Taking } from './taking.ts'

/*
 * What lies outside of the arenas is copied by attaching to the rank that has it. One that may not do so asks all such ranks for
 * messages instead. It says so in the word that tells how much it has taken; of pieces that says ROUNDS and more.
 */
const ASKS = 1
const HAS = 2
export const ROUNDS = HAS

/**
 * Takes what others have outside of their arenas, and sends what this rank has there to those that ask for it.
 * @param partFor this rank's bytes for a member
 */
export function* passAttached(
  call: CollectiveCall,
  local: LocalCall,
  takings: readonly Taking[],
  partFor: (member: number) => Uint8Array,
): Steps<void> {
  const asks = !takings.every((taking) => taking.attach())
  const arrivals = asks ? takings.map(({ buffer, source }) => call.post(buffer, source)) : []
  local.tell(TAKEN, asks ? ASKS : HAS)
  // Two ranks may ask each other, so that none may wait before it has sent.
  if (local.said === ATTACHED) {
    yield* local.reached(0, local.size, TAKEN, ASKS)
    for (let member = 0; member < local.size; member++) {
      if (local.word(member, TAKEN) === ASKS) call.start(partFor(member), member)
    }
  }
  for (const arrival of arrivals) yield arrival
  if (asks) local.tell(TAKEN, HAS)
}
