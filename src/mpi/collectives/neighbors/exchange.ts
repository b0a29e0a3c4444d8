import { type Bytes, bytesOf } from '../../../memory/bytes.ts'
import { PROC_NULL } from '../../constants.ts'
import type { Neighborhood } from '../../topologies/neighborhood.ts'
import { cutEqually } from '../arguments.ts'
import type { Arrival } from '../arrival.ts'
import type { CollectiveCall } from '../call.ts'
import { agree, localOf } from '../local/ground.ts'
import type { Steps } from '../steps.ts'

/**
 * Sends something to each destination and receives something from each source, by messages; nothing for PROC_NULL.
 * @param post starts to receive what goes to a place among what is received
 * @param start starts to send what is at a place among what is sent
 * @returns what came from each source; undefined for PROC_NULL
 */
export function* exchange<T>(
  call: CollectiveCall,
  { sources, destinations, sendOrder }: Neighborhood,
  post: (source: number, place: number) => Arrival<T>,
  start: (dest: number, place: number) => void,
): Steps<(T | undefined)[]> {
  // The call has its number among those in the control block, too.
  yield* agree(call)
  const local = localOf(call)
  const arrivals = sources.map((source, place) => (source === PROC_NULL ? null : post(source, place)))
  for (const place of sendOrder) if (destinations[place] !== PROC_NULL) start(destinations[place], place)
  const received: (T | undefined)[] = []
  for (const arrival of arrivals) {
    if (arrival !== null) yield arrival
    received.push(arrival?.take())
  }
  yield* call.finishSends()
  if (local !== null) {
    if (!local.isFree) yield local.untilFree
    local.leave()
  }
  return received
}

/**
 * The same for parts of memory. What PROC_NULL would fill stays as it is.
 * @param typeFor what the part at a place is
 */
export function* exchangeParts(
  call: CollectiveCall,
  neighborhood: Neighborhood,
  outgoing: readonly Uint8Array[],
  incoming: readonly Uint8Array[],
  typeFor: (place: number) => number,
): Steps<void> {
  yield* exchange(
    call,
    neighborhood,
    (source, place) => call.post(incoming[place], source),
    (dest, place) => call.start(outgoing[place], dest, typeFor(place)),
  )
}

/** Whether a part of what is received may stay as it is. */
export function hasBorder({ sources }: Neighborhood): boolean {
  return sources.includes(PROC_NULL)
}

/** A buffer in as many equal parts as there are neighbours. @throws CrossmemRangeError ERR_LENGTH; CrossmemTypeError ERR_NOT_BYTES */
export function cutForNeighbors(buffer: Bytes, neighbors: readonly number[], name: string): Uint8Array[] {
  if (neighbors.length > 0) return cutEqually(buffer, neighbors.length, name)
  bytesOf(buffer)
  return []
}
