import { type Bytes, bytesOf } from '../../memory/bytes.ts'
import { IN_PLACE } from '../constants.ts'
import { Layout } from '../datatype/layout.ts'
import type { MessageBuffer } from '../message-buffer.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkRoot, cutEqually, cutForEach, requireRecv } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { collect } from './collect.ts'
import { leftInPlace, refuseInPlace } from './in-place.ts'
import { gatherAcross } from './inter/rooted.ts'
import { inOnePiece } from './layouts.ts'
import { checkApart } from './overlap.ts'
import { Parcel } from './parcel.ts'
import type { Steps } from './steps.ts'

export interface GatherOptions {
  /** At the root: a buffer for everybody's bytes, in the order of ranks. Other ranks' are not looked at. */
  recv?: MessageBuffer
  /** The rank that gets them; 0 unless given. */
  root?: number
}

/**
 * Brings what each rank sends to `root` (MPI 4.1, chapter 6.5).
 * @param send a buffer or any value; for a root with `recv`, a buffer of the same length in bytes on each rank; at the root also IN_PLACE,
 *   for what is at its place in `recv`
 * @returns at the root: `recv`, or without one an array of what each rank sent; elsewhere undefined
 * @throws CrossmemRangeError ERR_ROOT, ERR_LENGTH, ERR_OVERLAP; CrossmemTypeError ERR_NOT_BYTES, ERR_NOT_CLONEABLE,
 *   ERR_IN_PLACE, ERR_RECV; CrossmemError ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * const names = world.gather(`process ${process.pid}`)
 * if (world.rank === 0) console.log(names)
 */
export function* gather(line: ValueChannel, send: unknown, { recv, root = 0 }: GatherOptions = {}): Steps<unknown> {
  if (send instanceof Layout || recv instanceof Layout) {
    return yield* inOnePiece(line, send, recv, (given, into) => gather(line, given, { recv: into, root }))
  }
  if (line.ownGroup !== null) return yield* gatherAcross(line, send, recv, root)
  checkRoot(root, line.size)
  const isRoot = line.rank === root
  if (!isRoot) refuseInPlace(send, 'send', 'gather')
  const parts = isRoot ? partsOf(recv, send, line) : null
  const own = send === IN_PLACE ? null : Parcel.of(send)
  const call = new CollectiveCall(line, 'gather', root)
  const values = yield* call.guard(collect(call, own, root, parts))
  if (values === null) return undefined
  return parts === null ? values : recv
}

function partsOf(recv: Bytes | undefined, send: unknown, { rank, size }: ValueChannel): (Uint8Array | null)[] | null {
  if (send === IN_PLACE) {
    return leftInPlace(cutEqually(requireRecv(recv, 'gather in place'), size, 'recv'), rank)
  }
  if (recv === undefined) return null
  const parts = cutForEach(recv, send as Bytes, size)
  checkApart(bytesOf(send as Bytes), bytesOf(recv))
  return parts
}
