import { Layout } from '../../datatype/layout.ts'
import { typeOf } from '../../element-types.ts'
import type { MessageBuffer } from '../../message-buffer.ts'
import type { Neighborhood } from '../../topologies/neighborhood.ts'
import type { ValueChannel } from '../../value-channel.ts'
import type { AlltoallvOptions } from '../alltoallv.ts'
import { cutByCounts, requireRecv } from '../arguments.ts'
import { CollectiveCall } from '../call.ts'
import type { CollectiveName } from '../call-tag.ts'
import { cutBoth, inOnePiece } from '../layouts.ts'
import { checkDisjoint, checkPartsApart } from '../overlap.ts'
import type { Steps } from '../steps.ts'
import { exchangeParts, hasBorder } from './exchange.ts'

/**
 * As neighborAlltoall, with parts that may differ in length (MPI 4.1, chapter 8.6.2): counts and displacements stand for destinations and sources.
 * @returns `recv`
 * @throws CrossmemRangeError ERR_COUNTS, ERR_OVERLAP; CrossmemTypeError ERR_NOT_BYTES, ERR_RECV; CrossmemError ERR_TOPOLOGY,
 *   ERR_COLLECTIVE_MISMATCH
 */
export function* neighborAlltoallv(
  line: ValueChannel,
  neighborhood: Neighborhood,
  send: MessageBuffer,
  options: AlltoallvOptions,
  name: CollectiveName = 'neighborAlltoallv',
  root = 0,
): Steps<unknown> {
  const { sendCounts, sendDispls, recv, recvCounts, recvDispls } = options
  const { sources, destinations } = neighborhood
  if (send instanceof Layout || recv instanceof Layout) {
    const cut = cutBoth(send, options, destinations.length, sources.length)
    yield* inOnePiece(
      line,
      cut.send,
      cut.recv,
      (given, into) => neighborAlltoallv(line, neighborhood, given, { ...cut.options, recv: into }),
      hasBorder(neighborhood),
    )
    return recv
  }
  const into = requireRecv(recv, 'neighborAlltoallv')
  const incoming = cutByCounts(into, recvCounts, recvDispls, sources.length, 'recv')
  if (recvDispls !== undefined) checkDisjoint(incoming, 'recvDispls')
  const outgoing = cutByCounts(send, sendCounts, sendDispls, destinations.length, 'send')
  checkPartsApart(outgoing, incoming)
  const call = new CollectiveCall(line, name, root)
  yield* call.guard(exchangeParts(call, neighborhood, outgoing, incoming, () => typeOf(send)))
  return recv
}
