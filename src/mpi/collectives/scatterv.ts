import { type Bytes, bytesOf } from '../../memory/bytes.ts'
import { IN_PLACE, type InPlace, ROOT } from '../constants.ts'
import { Layout } from '../datatype/layout.ts'
import { typeOf } from '../element-types.ts'
import type { MessageBuffer } from '../message-buffer.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkOwnPart, checkRoot, cutByCounts, requireRecv } from './arguments.ts'
import { NOTHING } from './buffers.ts'
import { CollectiveCall } from './call.ts'
import { distribute } from './distribute.ts'
import { refuseInPlace } from './in-place.ts'
import { scattervAcross } from './inter/rooted.ts'
import { inOnePiece, Pile } from './layouts.ts'
import { checkPartsApart } from './overlap.ts'
import { Parcel } from './parcel.ts'
import type { Steps } from './steps.ts'

export interface ScattervOptions {
  /** A buffer for this rank's part, of exactly its length; at the root also IN_PLACE, to leave its part in `send`. */
  recv: MessageBuffer | InPlace
  /** At the root: how many elements of `send` each rank gets. */
  counts?: ArrayLike<number>
  /** At the root: at which element of `send` each rank's begin; without gaps unless given. */
  displs?: ArrayLike<number>
  /** The rank that has all parts; 0 unless given. */
  root?: number
}

/**
 * Gives each rank a part of the root's buffer, which may differ in length (MPI 4.1, chapter 6.6).
 * @param send at the root: the buffer; elsewhere it is not looked at
 * @returns `recv`, or with IN_PLACE `send`
 * @throws CrossmemRangeError ERR_ROOT, ERR_COUNTS, ERR_OVERLAP; CrossmemTypeError ERR_NOT_BYTES, ERR_RECV, ERR_IN_PLACE;
 *   CrossmemError ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * const counts = Array.from({ length: world.size }, (_, rank) => rank)
 * const recv = new Int32Array(counts[world.rank])
 * world.scatterv(world.rank === 0 ? new Int32Array(100) : undefined, { counts, recv })
 */
export function* scatterv(
  line: ValueChannel,
  send: MessageBuffer | undefined,
  options: ScattervOptions,
): Steps<unknown> {
  const { recv, counts, displs, root = 0 } = options
  const gives = line.ownGroup === null ? line.rank === root : root === ROOT
  const pile = gives && send instanceof Layout ? Pile.cut(send, counts, displs, line.channel.members.length) : null
  const takes = line.ownGroup === null || root >= 0
  if (pile !== null || (takes && recv instanceof Layout)) {
    const cut = pile === null ? options : { root, counts: pile.counts }
    const target = takes ? recv : NOTHING
    yield* inOnePiece(line, pile ?? send, target, (whole, into) => scatterv(line, whole, { ...cut, recv: into }))
    return recv === IN_PLACE ? send : recv
  }
  if (line.ownGroup !== null) return yield* scattervAcross(line, send as Bytes | undefined, options, root)
  checkRoot(root, line.size)
  if (line.rank !== root) refuseInPlace(recv, 'recv', 'scatterv')
  const into = recv === IN_PLACE ? null : bytesOf(requireRecv(recv as Bytes, 'scatterv'))
  let parcels: Parcel[] | null = null
  if (line.rank === root) {
    const whole = send as Bytes
    const parts = cutByCounts(whole, counts, displs, line.size)
    if (into !== null) {
      checkOwnPart(into, parts[root], root, 'counts')
      checkPartsApart(parts, [into])
    }
    parcels = parts.map((part) => new Parcel(typeOf(whole), part))
  }
  const call = new CollectiveCall(line, 'scatterv', root)
  yield* call.guard(distribute(call, parcels, root, into))
  return recv === IN_PLACE ? (send as Bytes) : recv
}
