import { type Bytes, bytesOf } from '../../memory/bytes.ts'
import { IN_PLACE, type InPlace } from '../constants.ts'
import { Layout } from '../datatype/layout.ts'
import { typeOf } from '../element-types.ts'
import type { MessageBuffer } from '../message-buffer.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkOwnPart, cutByCounts, requireRecv } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { leftInPlace } from './in-place.ts'
import { everybody } from './inter/crossing.ts'
import { inOnePiece, Pile } from './layouts.ts'
import { neighborAllgatherv } from './neighbors/neighbor-allgatherv.ts'
import { checkDisjoint, checkPartsApart } from './overlap.ts'
import { Parcel } from './parcel.ts'
import { spread } from './spread.ts'
import type { Steps } from './steps.ts'

export interface AllgathervOptions {
  /** A buffer for everybody's elements. */
  recv: MessageBuffer
  /** How many elements of `recv` come from each rank; the same on all ranks. */
  counts: ArrayLike<number>
  /** At which element of `recv` each rank's begin; without gaps unless given. */
  displs?: ArrayLike<number>
}

/**
 * Brings a part from each rank to all, which may differ in length (MPI 4.1, chapter 6.7).
 * @param send a buffer, as long as the count for this rank says, or IN_PLACE, for what is at this rank's place in `recv`
 * @returns `recv`
 * @throws CrossmemRangeError ERR_COUNTS, ERR_OVERLAP; CrossmemTypeError ERR_NOT_BYTES, ERR_RECV; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * const counts = world.allgather(Int32Array.of(found.length), { recv: new Int32Array(world.size) })
 * const all = new Float64Array(counts.reduce((sum, count) => sum + count))
 * world.allgatherv(found, { recv: all, counts })
 */
export function* allgatherv(
  line: ValueChannel,
  send: MessageBuffer | InPlace,
  options: AllgathervOptions,
): Steps<unknown> {
  const { recv, counts, displs } = options
  if (recv instanceof Layout || send instanceof Layout) {
    const pile = recv instanceof Layout ? Pile.cut(recv, counts, displs, line.channel.members.length) : null
    const cut = pile === null ? options : { counts: pile.counts }
    yield* inOnePiece(line, send, pile ?? recv, (own, into) => allgatherv(line, own, { ...cut, recv: into }))
    return recv
  }
  if (line.ownGroup !== null) {
    return yield* neighborAllgatherv(line, everybody(line), send as Bytes, options, 'allgatherv')
  }
  const { rank, size } = line
  const places = cutByCounts(requireRecv(recv, 'allgatherv'), counts, displs, size)
  if (displs !== undefined) checkDisjoint(places, 'displs')
  let parts: (Uint8Array | null)[] = places
  if (send === IN_PLACE) parts = leftInPlace(places, rank)
  else {
    checkOwnPart(bytesOf(send), places[rank], rank, 'counts')
    checkPartsApart([bytesOf(send)], places)
  }
  const own = send === IN_PLACE ? new Parcel(typeOf(recv), places[rank]) : Parcel.of(send)
  const call = new CollectiveCall(line, 'allgatherv')
  yield* call.guard(spread(call, own, parts))
  return recv
}
