import type { CollectiveCall } from './call.ts'
import { bundle, type Parcel, unbundle, unpack } from './parcel.ts'
import type { Steps } from './steps.ts'
import { placeInTree } from './tree.ts'

/**
 * Brings a value of each rank to the root: packets along a binomial tree, and what is too long for one straight.
 * @param parts at the root: where each rank's bytes go; without them values are returned
 * @returns what came from each rank; null where nothing was collected
 */
export function* collect(
  call: CollectiveCall,
  own: Parcel,
  root: number,
  parts: readonly Uint8Array[] | null,
): Steps<unknown[] | null> {
  const { rank, size } = call
  const { parent, begin, end, children } = placeInTree(rank, size, root)
  const packets: Uint8Array[] = new Array(end - begin)
  packets[rank - begin] = own.packet
  for (const child of children) {
    const arrived = call.postBytes(child.rank)
    yield arrived
    const below = unbundle(arrived.payload)
    packets.splice(child.begin - begin, below.length, ...below)
  }
  if (parent >= 0) {
    call.start(bundle(packets), parent)
    own.follow(call, root)
    yield* call.finishSends()
    return null
  }
  const arrivals = packets.map((packet, source) => unpack(call, packet, source, parts?.[source]))
  own.follow(call, root)
  const values: unknown[] = []
  for (const arrived of arrivals) {
    yield arrived
    values.push(arrived.take())
  }
  yield* call.finishSends()
  return values
}
