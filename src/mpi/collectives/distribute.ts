import type { CollectiveCall } from './call.ts'
import { exchange, othersFrom } from './local/exchange.ts'
import { EACH } from './local/offer.ts'
import { bundle, type Parcel, takeOwn, unbundle, unpack } from './parcel.ts'
import type { Steps } from './steps.ts'
import { placeInTree } from './tree.ts'

/**
 * Brings a value from the root to each rank: packets along a binomial tree, and what is too long for one straight.
 * @param parcels at the root: one for each rank
 * @param into where this rank's bytes go; without it a value is returned, and null leaves the root's where they are
 * @returns what came for this rank
 */
export function* distribute(
  call: CollectiveCall,
  parcels: readonly Parcel[] | null,
  root: number,
  into: Uint8Array | null | undefined,
): Steps<unknown> {
  const { rank, size } = call
  const isRoot = parcels !== null
  const offer = isRoot ? ({ parcels, how: EACH, takers: othersFrom(rank, size) } as const) : null
  const wanted = isRoot ? [] : [{ source: root, into: into ?? null }]
  const values = yield* exchange(call, root, offer, wanted, () => distributeDown(call, parcels, root, into))
  if (call.local !== null && isRoot) return yield* takeOwn(call, parcels[rank], into)
  return values[root]
}

/** Along a binomial tree, for {@link distribute}. */
export function* distributeDown(
  call: CollectiveCall,
  parcels: readonly Parcel[] | null,
  root: number,
  into: Uint8Array | null | undefined,
): Steps<unknown[]> {
  const { rank, size } = call
  const { parent, begin, children } = placeInTree(rank, size, root)
  const packets = parcels === null ? yield* receivePackets(call, parent) : parcels.map(({ packet }) => packet)
  for (const child of children.toReversed()) {
    call.start(bundle(packets.slice(child.begin - begin, child.end - begin)), child.rank)
  }
  const arrived = unpack(call, packets[rank - begin], root, into)
  parcels?.forEach((parcel, dest) => {
    if (dest !== rank || into !== null) parcel.follow(call, dest)
  })
  yield arrived
  const values: unknown[] = []
  values[root] = arrived.take()
  yield* call.finishSends()
  return values
}

function* receivePackets(call: CollectiveCall, parent: number): Steps<Uint8Array[]> {
  const arrived = call.postBytes(parent)
  yield arrived
  return unbundle(arrived.payload)
}
