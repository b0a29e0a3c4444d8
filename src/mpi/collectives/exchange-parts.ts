import type { CollectiveCall } from './call.ts'
import { pairwise } from './pairwise.ts'
import type { Steps } from './steps.ts'

/** Sends a part of memory to each rank and receives one from each. */
export function* exchangeParts(
  call: CollectiveCall,
  outgoing: readonly Uint8Array[],
  type: number,
  incoming: readonly Uint8Array[],
): Steps<void> {
  yield* pairwise(
    call,
    (source) => call.post(incoming[source], source),
    (dest) => call.start(outgoing[dest], dest, type),
  )
}
