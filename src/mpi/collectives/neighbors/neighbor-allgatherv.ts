import { type Bytes, bytesOf } from '../../../memory/bytes.ts'
import { typeOf } from '../../element-types.ts'
import type { Neighborhood } from '../../topologies/neighborhood.ts'
import type { ValueChannel } from '../../value-channel.ts'
import { cutByCounts, requireRecv } from '../arguments.ts'
import { CollectiveCall } from '../call.ts'
import type { CollectiveName } from '../call-tag.ts'
import { checkDisjoint, checkPartsApart } from '../overlap.ts'
import type { Steps } from '../steps.ts'
import { exchangeParts } from './exchange.ts'

export interface NeighborAllgathervOptions {
  /** A buffer for what comes. */
  recv: Bytes
  /** How many elements of `recv` come from each source. */
  counts: ArrayLike<number>
  /** At which element of `recv` each source's begin; without gaps unless given. */
  displs?: ArrayLike<number>
}

/**
 * As neighborAllgather, with parts that may differ in length (MPI 4.1, chapter 8.6.1).
 * @returns `recv`
 * @throws CrossmemRangeError ERR_COUNTS, ERR_OVERLAP; CrossmemTypeError ERR_NOT_BYTES, ERR_RECV; CrossmemError ERR_TOPOLOGY,
 *   ERR_COLLECTIVE_MISMATCH
 */
export function* neighborAllgatherv(
  line: ValueChannel,
  neighborhood: Neighborhood,
  send: Bytes,
  { recv, counts, displs }: NeighborAllgathervOptions,
  name: CollectiveName = 'neighborAllgatherv',
  root = 0,
): Steps<Bytes> {
  const { sources, destinations } = neighborhood
  const bytes = bytesOf(send)
  const incoming = cutByCounts(requireRecv(recv, 'neighborAllgatherv'), counts, displs, sources.length)
  if (displs !== undefined) checkDisjoint(incoming, 'displs')
  checkPartsApart([bytes], incoming)
  const outgoing = destinations.map(() => bytes)
  const call = new CollectiveCall(line, name, root)
  yield* call.guard(exchangeParts(call, neighborhood, outgoing, incoming, () => typeOf(send)))
  return recv
}
