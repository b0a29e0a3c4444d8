import type { Bytes } from '../../../memory/bytes.ts'
import { typeOf } from '../../element-types.ts'
import type { Neighborhood } from '../../topologies/neighborhood.ts'
import type { ValueChannel } from '../../value-channel.ts'
import type { AlltoallvOptions } from '../alltoallv.ts'
import { cutByCounts, requireRecv } from '../arguments.ts'
import { CollectiveCall } from '../call.ts'
import type { CollectiveName } from '../call-tag.ts'
import { checkDisjoint, checkPartsApart } from '../overlap.ts'
import type { Steps } from '../steps.ts'
import { exchangeParts } from './exchange.ts'

/**
 * As neighborAlltoall, with parts that may differ in length (MPI 4.1, chapter 8.6.2): counts and displacements stand for destinations and sources.
 * @returns `recv`
 * @throws CrossmemRangeError ERR_COUNTS, ERR_OVERLAP; CrossmemTypeError ERR_NOT_BYTES, ERR_RECV; CrossmemError ERR_TOPOLOGY,
 *   ERR_COLLECTIVE_MISMATCH
 */
export function* neighborAlltoallv(
  line: ValueChannel,
  neighborhood: Neighborhood,
  send: Bytes,
  { sendCounts, sendDispls, recv, recvCounts, recvDispls }: AlltoallvOptions,
  name: CollectiveName = 'neighborAlltoallv',
  root = 0,
): Steps<Bytes> {
  const { sources, destinations } = neighborhood
  const into = requireRecv(recv, 'neighborAlltoallv')
  const incoming = cutByCounts(into, recvCounts, recvDispls, sources.length, 'recv')
  if (recvDispls !== undefined) checkDisjoint(incoming, 'recvDispls')
  const outgoing = cutByCounts(send, sendCounts, sendDispls, destinations.length, 'send')
  checkPartsApart(outgoing, incoming)
  const call = new CollectiveCall(line, name, root)
  yield* call.guard(exchangeParts(call, neighborhood, outgoing, incoming, () => typeOf(send)))
  return recv
}
