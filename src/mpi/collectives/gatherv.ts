import { type Bytes, bytesOf } from '../../memory/bytes.ts'
import { IN_PLACE, type InPlace, ROOT } from '../constants.ts'
import { Layout } from '../datatype/layout.ts'
import type { MessageBuffer } from '../message-buffer.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkOwnPart, checkRoot, cutByCounts, requireRecv } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { collect } from './collect.ts'
import { leftInPlace, refuseInPlace } from './in-place.ts'
import { gathervAcross } from './inter/rooted.ts'
import { inOnePiece, Pile } from './layouts.ts'
import { checkDisjoint, checkPartsApart } from './overlap.ts'
import { Parcel } from './parcel.ts'
import type { Steps } from './steps.ts'

/** All but `root` matter at the root alone. */
export interface GathervOptions {
  /** A buffer for everybody's elements. */
  recv?: MessageBuffer
  /** How many elements of `recv` come from each rank. */
  counts?: ArrayLike<number>
  /** At which element of `recv` each rank's begin; without gaps unless given. */
  displs?: ArrayLike<number>
  /** The rank that gets them; 0 unless given. */
  root?: number
}

/**
 * Brings a part from each rank to `root`, which may differ in length (MPI 4.1, chapter 6.5).
 * @param send a buffer, as long as the root's count for this rank says; at the root also IN_PLACE, for what is at its place in `recv`
 * @returns at the root: `recv`; elsewhere undefined
 * @throws CrossmemRangeError ERR_ROOT, ERR_COUNTS, ERR_OVERLAP; CrossmemTypeError ERR_NOT_BYTES, ERR_RECV, ERR_IN_PLACE;
 *   CrossmemError ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * const lines = new Float64Array(world.rank + 1).fill(world.rank)
 * const counts = Array.from({ length: world.size }, (_, rank) => rank + 1)
 * world.gatherv(lines, { recv: new Float64Array(counts.reduce((sum, count) => sum + count)), counts })
 */
export function* gatherv(
  line: ValueChannel,
  send: MessageBuffer | InPlace,
  options: GathervOptions = {},
): Steps<unknown> {
  const { recv, counts, displs, root = 0 } = options
  const takes = line.ownGroup === null ? line.rank === root : root === ROOT
  const pile = takes && recv instanceof Layout ? Pile.cut(recv, counts, displs, line.channel.members.length) : null
  if (pile !== null || send instanceof Layout) {
    const cut = pile === null ? options : { root, counts: pile.counts }
    yield* inOnePiece(line, send, pile ?? recv, (own, into) => gatherv(line, own, { ...cut, recv: into }))
    return takes ? recv : undefined
  }
  if (line.ownGroup !== null) return yield* gathervAcross(line, send, options, root)
  checkRoot(root, line.size)
  const isRoot = line.rank === root
  if (!isRoot) refuseInPlace(send, 'send', 'gatherv')
  const own = send === IN_PLACE ? null : bytesOf(send)
  let parts: (Uint8Array | null)[] | null = null
  if (isRoot) {
    const places = cutByCounts(requireRecv(recv as Bytes | undefined, 'gatherv'), counts, displs, line.size)
    if (displs !== undefined) checkDisjoint(places, 'displs')
    if (own !== null) {
      checkOwnPart(own, places[root], root, 'counts')
      checkPartsApart([own], places)
    }
    parts = own === null ? leftInPlace(places, root) : places
  }
  const call = new CollectiveCall(line, 'gatherv', root)
  const parcel = send === IN_PLACE ? null : Parcel.of(send)
  yield* call.guard(collect(call, parcel, root, parts))
  return isRoot ? recv : undefined
}
