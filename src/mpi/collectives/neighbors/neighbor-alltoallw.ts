import type { Neighborhood } from '../../topologies/neighborhood.ts'
import type { ValueChannel } from '../../value-channel.ts'
import type { AlltoallwOptions } from '../alltoallw.ts'
import { type Buffers, partsOf, typesOf } from '../buffers.ts'
import { CollectiveCall } from '../call.ts'
import type { CollectiveName } from '../call-tag.ts'
import { eachInOnePiece, someLayouts } from '../layouts.ts'
import { checkDisjoint, checkPartsApart } from '../overlap.ts'
import type { Steps } from '../steps.ts'
import { exchangeParts, hasBorder } from './exchange.ts'

/**
 * As neighborAlltoall, with buffers that may lie anywhere and differ in length and type (MPI 4.1, chapter 8.6.2).
 * @param sends for each destination what it gets, null for nothing
 * @returns `recvs`, a buffer or null for each source
 * @throws CrossmemRangeError ERR_LENGTH, ERR_OVERLAP; CrossmemTypeError ERR_TYPES, ERR_NOT_BYTES; CrossmemError ERR_TOPOLOGY,
 *   ERR_COLLECTIVE_MISMATCH
 */
export function* neighborAlltoallw<R extends Buffers>(
  line: ValueChannel,
  neighborhood: Neighborhood,
  sends: Buffers,
  { recvs }: AlltoallwOptions & { recvs: R },
  name: CollectiveName = 'neighborAlltoallw',
  root = 0,
): Steps<R> {
  if (someLayouts(sends) || someLayouts(recvs)) {
    yield* eachInOnePiece(
      line,
      sends,
      recvs,
      (given, into) => neighborAlltoallw(line, neighborhood, given, { recvs: into }),
      hasBorder(neighborhood),
    )
    return recvs
  }
  const { sources, destinations } = neighborhood
  const incoming = partsOf(recvs, 'recvs', sources.length)
  checkDisjoint(incoming, 'recvs')
  const outgoing = partsOf(sends, 'sends', destinations.length)
  checkPartsApart(outgoing, incoming)
  const call = new CollectiveCall(line, name, root)
  yield* call.guard(exchangeParts(call, neighborhood, outgoing, incoming, typesOf(sends)))
  return recvs
}
