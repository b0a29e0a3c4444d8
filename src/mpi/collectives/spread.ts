import type { CollectiveCall } from './call.ts'
import { exchange, othersFrom } from './local/exchange.ts'
import { ONE } from './local/offer.ts'
import { pairwise } from './pairwise.ts'
import { bundle, type Parcel, takeOwn, unbundle, unpack } from './parcel.ts'
import type { Steps } from './steps.ts'

/**
 * Brings a value of each rank to all: packets by Bruck's algorithm, and what is too long for one straight to everybody.
 * @param parts where each rank's bytes go, null for what is there already; without them values are returned
 * @returns what came from each rank
 */
export function* spread(
  call: CollectiveCall,
  own: Parcel,
  parts: readonly (Uint8Array | null)[] | undefined,
): Steps<unknown[]> {
  const { rank, size } = call
  const others = othersFrom(rank, size)
  const wanted = others.map((source) => ({ source, into: parts?.[source] ?? null }))
  const offer = { parcels: [own], how: ONE, takers: others } as const
  const values = yield* exchange(call, 0, offer, wanted, () => spreadByMessages(call, own, parts))
  if (call.local !== null) values[rank] = yield* takeOwn(call, own, parts?.[rank])
  return values
}

function* spreadByMessages(
  call: CollectiveCall,
  own: Parcel,
  parts: readonly (Uint8Array | null)[] | undefined,
): Steps<unknown[]> {
  const packets = yield* spreadPackets(call, own.packet)
  return yield* pairwise(
    call,
    (source) => unpack(call, packets[source], source, parts?.[source]),
    (dest) => {
      if (dest !== call.rank || parts?.[dest] !== null) own.follow(call, dest)
    },
  )
}

/**
 * A rank holds the packets of rank, rank + 1, … In the round with distance d it has d of them, and gets the next d (or what is still
 * missing) from rank + d.
 */
function* spreadPackets(call: CollectiveCall, own: Uint8Array): Steps<Uint8Array[]> {
  const { rank, size } = call
  const held = [own]
  for (let distance = 1; distance < size; distance *= 2) {
    const arrived = call.postBytes((rank + distance) % size)
    call.start(bundle(held.slice(0, size - distance)), (rank - distance + size) % size)
    yield arrived
    held.push(...unbundle(arrived.payload))
  }
  yield* call.finishSends()
  return Array.from({ length: size }, (_, source) => held[(source - rank + size) % size])
}
