import type { CollectiveCall } from './call.ts'
import { exchange, othersFrom } from './local/exchange.ts'
import { ONE } from './local/offer.ts'
import { bundle, NO_PACKET, type Parcel, takeOwn, unbundle, unpack } from './parcel.ts'
import type { Steps } from './steps.ts'
import { placeInTree } from './tree.ts'

/**
 * Brings a value of each rank to the root: packets along a binomial tree, and what is too long for one straight.
 * @param own null when it is in its place already, at the root
 * @param parts at the root: where each rank's bytes go, null for what is there already; without them values are returned
 * @returns what came from each rank; null where nothing was collected
 */
export function* collect(
  call: CollectiveCall,
  own: Parcel | null,
  root: number,
  parts: readonly (Uint8Array | null)[] | null,
): Steps<unknown[] | null> {
  const { rank, size } = call
  const isRoot = rank === root
  const wanted = isRoot ? othersFrom(rank, size).map((source) => ({ source, into: parts?.[source] ?? null })) : []
  const offer = isRoot ? null : ({ parcels: [own!], how: ONE, takers: [root] } as const)
  const values = yield* exchange(call, root, offer, wanted, () => collectUp(call, own, root, parts))
  if (!isRoot) return null
  if (call.local !== null && own !== null) values[rank] = yield* takeOwn(call, own, parts?.[rank])
  return values
}

function* collectUp(
  call: CollectiveCall,
  own: Parcel | null,
  root: number,
  parts: readonly (Uint8Array | null)[] | null,
): Steps<unknown[]> {
  const { rank, size } = call
  const { parent, begin, end, children } = placeInTree(rank, size, root)
  const packets: Uint8Array[] = new Array(end - begin)
  packets[rank - begin] = own?.packet ?? NO_PACKET
  for (const child of children) {
    const arrived = call.postBytes(child.rank)
    yield arrived
    const below = unbundle(arrived.payload)
    packets.splice(child.begin - begin, below.length, ...below)
  }
  if (parent >= 0) {
    call.start(bundle(packets), parent)
    own?.follow(call, root)
    yield* call.finishSends()
    return []
  }
  const arrivals = packets.map((packet, source) => unpack(call, packet, source, parts?.[source]))
  own?.follow(call, root)
  const values: unknown[] = []
  for (const arrived of arrivals) {
    yield arrived
    values.push(arrived.take())
  }
  yield* call.finishSends()
  return values
}
