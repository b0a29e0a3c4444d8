import type { Bytes } from '../../memory/bytes.ts'
import { IN_PLACE, type InPlace } from '../constants.ts'
import { Layout } from '../datatype/layout.ts'
import { typeOf } from '../element-types.ts'
import type { MessageBuffer } from '../message-buffer.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkOwnPart, cutByCounts, requireRecv } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { exchangeInPlace, exchangeParts } from './exchange-parts.ts'
import { everybody } from './inter/crossing.ts'
import { cutBoth, inOnePiece } from './layouts.ts'
import { neighborAlltoallv } from './neighbors/neighbor-alltoallv.ts'
import { checkDisjoint, checkPartsApart } from './overlap.ts'
import type { Steps } from './steps.ts'

export interface AlltoallvOptions {
  /** How many elements of `send` go to each rank; left away with IN_PLACE. */
  sendCounts?: ArrayLike<number>
  /** At which element of `send` each rank's begin; without gaps unless given. */
  sendDispls?: ArrayLike<number>
  /** A buffer for what comes. */
  recv: MessageBuffer
  /** How many elements of `recv` come from each rank. */
  recvCounts: ArrayLike<number>
  /** At which element of `recv` each rank's begin; without gaps unless given. */
  recvDispls?: ArrayLike<number>
}

/**
 * Sends a part to each rank and receives one from each, which may differ in length (MPI 4.1, chapter 6.8), by pairwise exchange.
 * @param send a buffer; or IN_PLACE, for what is in `recv`: then as much goes to each rank as comes from it, and takes its place
 * @returns `recv`
 * @throws CrossmemRangeError ERR_COUNTS, ERR_OVERLAP; CrossmemTypeError ERR_NOT_BYTES, ERR_RECV; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * const sendCounts = Int32Array.from({ length: world.size }, (_, to) => to + 1)
 * const recvCounts = world.alltoall(sendCounts, { recv: new Int32Array(world.size) })
 * const recv = new Float64Array(recvCounts.reduce((sum, count) => sum + count))
 * world.alltoallv(new Float64Array(sendCounts.reduce((sum, count) => sum + count)), { sendCounts, recv, recvCounts })
 */
export function* alltoallv(
  line: ValueChannel,
  send: MessageBuffer | InPlace,
  options: AlltoallvOptions,
): Steps<unknown> {
  const { sendCounts, sendDispls, recv, recvCounts, recvDispls } = options
  if (send instanceof Layout || recv instanceof Layout) {
    const cut = cutBoth(send, options, line.channel.members.length, line.channel.members.length)
    yield* inOnePiece(line, cut.send, cut.recv, (given, into) => alltoallv(line, given, { ...cut.options, recv: into }))
    return recv
  }
  if (line.ownGroup !== null) {
    return yield* neighborAlltoallv(line, everybody(line), send as Bytes, options, 'alltoallv')
  }
  const incoming = cutByCounts(requireRecv(recv, 'alltoallv'), recvCounts, recvDispls, line.size, 'recv')
  if (recvDispls !== undefined) checkDisjoint(incoming, 'recvDispls')
  if (send === IN_PLACE) {
    yield* exchangeInPlace(new CollectiveCall(line, 'alltoallv'), incoming, () => typeOf(recv))
    return recv
  }
  const outgoing = cutByCounts(send, sendCounts, sendDispls, line.size, 'send')
  checkOwnPart(outgoing[line.rank], incoming[line.rank], line.rank, 'recvCounts')
  checkPartsApart(outgoing, incoming)
  const call = new CollectiveCall(line, 'alltoallv')
  yield* call.guard(exchangeParts(call, outgoing, incoming, () => typeOf(send)))
  return recv
}
