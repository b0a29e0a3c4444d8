import { type Bytes, bytesOf } from '../../memory/bytes.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkOwnPart, checkRoot, cutByCounts, requireRecv } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { collect } from './collect.ts'
import { Parcel } from './parcel.ts'
import type { Steps } from './steps.ts'

/** All but `root` matter at the root alone. */
export interface GathervOptions {
  /** A buffer for everybody's elements. */
  recv?: Bytes
  /** How many elements of `recv` come from each rank. */
  counts?: ArrayLike<number>
  /** At which element of `recv` each rank's begin; without gaps unless given. */
  displs?: ArrayLike<number>
  /** The rank that gets them; 0 unless given. */
  root?: number
}

/**
 * Brings a part from each rank to `root`, which may differ in length (MPI 4.1, chapter 6.5).
 * @param send a buffer, as long as the root's count for this rank says
 * @returns at the root: `recv`; elsewhere undefined
 * @throws CrossmemRangeError ERR_ROOT, ERR_COUNTS; CrossmemTypeError ERR_NOT_BYTES, ERR_RECV; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH
 * @example
 * const lines = new Float64Array(world.rank + 1).fill(world.rank)
 * const counts = Array.from({ length: world.size }, (_, rank) => rank + 1)
 * world.gatherv(lines, { recv: new Float64Array(counts.reduce((sum, count) => sum + count)), counts })
 */
export function* gatherv(
  line: ValueChannel,
  send: Bytes,
  { recv, counts, displs, root = 0 }: GathervOptions = {},
): Steps<Bytes | undefined> {
  checkRoot(root, line.size)
  const own = bytesOf(send)
  let parts: Uint8Array[] | null = null
  if (line.rank === root) {
    parts = cutByCounts(requireRecv(recv, 'gatherv'), counts, displs, line.size)
    checkOwnPart(own, parts[root], root, 'counts')
  }
  const call = new CollectiveCall(line, 'gatherv')
  yield* call.guard(collect(call, Parcel.of(send), root, parts))
  return line.rank === root ? recv : undefined
}
