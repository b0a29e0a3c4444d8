import { bytesOf } from '../../../memory/bytes.ts'
import { Layout } from '../../datatype/layout.ts'
import { typeOf } from '../../element-types.ts'
import type { MessageBuffer } from '../../message-buffer.ts'
import type { Neighborhood } from '../../topologies/neighborhood.ts'
import type { ValueChannel } from '../../value-channel.ts'
import { cutByCounts, requireRecv } from '../arguments.ts'
import { CollectiveCall } from '../call.ts'
import type { CollectiveName } from '../call-tag.ts'
import { inOnePiece, Pile } from '../layouts.ts'
import { checkDisjoint, checkPartsApart } from '../overlap.ts'
import type { Steps } from '../steps.ts'
import { exchangeParts, hasBorder } from './exchange.ts'

export interface NeighborAllgathervOptions {
  /** A buffer for what comes. */
  recv: MessageBuffer
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
  send: MessageBuffer,
  options: NeighborAllgathervOptions,
  name: CollectiveName = 'neighborAllgatherv',
  root = 0,
): Steps<unknown> {
  const { recv, counts, displs } = options
  const { sources, destinations } = neighborhood
  if (send instanceof Layout || recv instanceof Layout) {
    const pile = recv instanceof Layout ? Pile.cut(recv, counts, displs, sources.length) : null
    const cut = pile === null ? options : { counts: pile.counts }
    yield* inOnePiece(
      line,
      send,
      pile ?? recv,
      (own, into) => neighborAllgatherv(line, neighborhood, own, { ...cut, recv: into }),
      hasBorder(neighborhood),
    )
    return recv
  }
  const bytes = bytesOf(send)
  const incoming = cutByCounts(requireRecv(recv, 'neighborAllgatherv'), counts, displs, sources.length)
  if (displs !== undefined) checkDisjoint(incoming, 'displs')
  checkPartsApart([bytes], incoming)
  const outgoing = destinations.map(() => bytes)
  const call = new CollectiveCall(line, name, root)
  yield* call.guard(exchangeParts(call, neighborhood, outgoing, incoming, () => typeOf(send)))
  return recv
}
