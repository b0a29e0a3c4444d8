import type { CollectiveCall } from './call.ts'
import { exchange, othersFrom } from './local/exchange.ts'
import { EACH } from './local/offer.ts'
import { pairwise } from './pairwise.ts'
import { Scratch } from './scratch.ts'
import type { Steps } from './steps.ts'

/**
 * Sends a part of memory to each rank and receives one from each.
 * @param typeFor what the part for a rank is
 */
export function* exchangeParts(
  call: CollectiveCall,
  outgoing: readonly Uint8Array[],
  incoming: readonly Uint8Array[],
  typeFor: (dest: number) => number,
): Steps<void> {
  const { rank, size } = call
  const wanted = othersFrom(rank, size).map((source) => ({ source, into: incoming[source] }))
  yield* exchange(call, 0, { parts: outgoing, how: EACH, type: typeFor(rank) }, wanted, () =>
    pairwise(
      call,
      (source) => call.post(incoming[source], source),
      (dest) => call.start(outgoing[dest], dest, typeFor(dest)),
    ),
  )
  if (call.local !== null) incoming[rank].set(outgoing[rank])
}

/** The same where each part goes to the rank whose part comes in its place. */
export function* exchangeInPlace(
  call: CollectiveCall,
  parts: readonly Uint8Array[],
  typeFor: (dest: number) => number,
): Steps<void> {
  const scratch = new Scratch(call.arena)
  const copy = scratch.take(
    Uint8Array,
    parts.reduce((sum, { length }) => sum + length, 0),
  ) as Uint8Array
  let at = 0
  const outgoing = parts.map((part) => {
    const place = copy.subarray(at, at + part.length)
    at += part.length
    place.set(part)
    return place
  })
  yield* call.guard(exchangeParts(call, outgoing, parts, typeFor))
  scratch.free()
}
