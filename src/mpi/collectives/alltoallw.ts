import { IN_PLACE, type InPlace } from '../constants.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkOwnPart } from './arguments.ts'
import { type Buffers, partsOf, typesOf } from './buffers.ts'
import { CollectiveCall } from './call.ts'
import { exchangeInPlace, exchangeParts } from './exchange-parts.ts'
import { everybody } from './inter/crossing.ts'
import { eachInOnePiece, someLayouts } from './layouts.ts'
import { neighborAlltoallw } from './neighbors/neighbor-alltoallw.ts'
import { checkDisjoint, checkPartsApart } from './overlap.ts'
import type { Steps } from './steps.ts'

export interface AlltoallwOptions {
  /** For each rank a buffer for what comes from it, of exactly its length; null where nothing comes. */
  recvs: Buffers
}

/**
 * Sends a buffer to each rank and receives one from each, which may lie anywhere and differ in length and type (MPI 4.1,
 * chapter 6.8), by pairwise exchange.
 * @param sends for each rank what it gets, null for nothing; or IN_PLACE, for what is in `recvs`: then each buffer goes to the rank whose
 *   buffer comes in its place
 * @returns `recvs`
 * @throws CrossmemRangeError ERR_LENGTH, ERR_COUNTS, ERR_OVERLAP; CrossmemTypeError ERR_TYPES, ERR_NOT_BYTES; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * // To the right neighbour numbers, to all others nothing.
 * const { rank, size } = world
 * const sends = Array.from({ length: size }, (_, to) => (to === (rank + 1) % size ? Float32Array.of(rank) : null))
 * const recvs = sends.map((_, from) => (from === (rank + size - 1) % size ? new Float32Array(1) : null))
 * world.alltoallw(sends, { recvs })
 */
export function* alltoallw<R extends Buffers>(
  line: ValueChannel,
  sends: Buffers | InPlace,
  { recvs }: AlltoallwOptions & { recvs: R },
): Steps<R> {
  if (someLayouts(sends) || someLayouts(recvs)) {
    yield* eachInOnePiece(line, sends, recvs, (given, into) => alltoallw(line, given, { recvs: into }))
    return recvs
  }
  if (line.ownGroup !== null) {
    return yield* neighborAlltoallw(line, everybody(line), sends as Buffers, { recvs }, 'alltoallw')
  }
  const { rank, size } = line
  const incoming = partsOf(recvs, 'recvs', size)
  checkDisjoint(incoming, 'recvs')
  if (sends === IN_PLACE) {
    yield* exchangeInPlace(new CollectiveCall(line, 'alltoallw'), incoming, typesOf(recvs))
    return recvs
  }
  const outgoing = partsOf(sends, 'sends', size)
  checkOwnPart(outgoing[rank], incoming[rank], rank, 'recvs')
  checkPartsApart(outgoing, incoming)
  const call = new CollectiveCall(line, 'alltoallw')
  yield* call.guard(exchangeParts(call, outgoing, incoming, typesOf(sends)))
  return recvs
}
