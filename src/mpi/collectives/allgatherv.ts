import { type Bytes, bytesOf } from '../../memory/bytes.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkOwnPart, cutByCounts, requireRecv } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { Parcel } from './parcel.ts'
import { spread } from './spread.ts'
import type { Steps } from './steps.ts'

export interface AllgathervOptions {
  /** A buffer for everybody's elements. */
  recv: Bytes
  /** How many elements of `recv` come from each rank; the same on all ranks. */
  counts: ArrayLike<number>
  /** At which element of `recv` each rank's begin; without gaps unless given. */
  displs?: ArrayLike<number>
}

/**
 * Brings a part from each rank to all, which may differ in length (MPI 4.1, chapter 6.7).
 * @param send a buffer, as long as the count for this rank says
 * @returns `recv`
 * @throws CrossmemRangeError ERR_COUNTS; CrossmemTypeError ERR_NOT_BYTES, ERR_RECV; CrossmemError ERR_COLLECTIVE_MISMATCH
 * @example
 * const counts = world.allgather(Int32Array.of(found.length), { recv: new Int32Array(world.size) })
 * const all = new Float64Array(counts.reduce((sum, count) => sum + count))
 * world.allgatherv(found, { recv: all, counts })
 */
export function* allgatherv(
  line: ValueChannel,
  send: Bytes,
  { recv, counts, displs }: AllgathervOptions,
): Steps<Bytes> {
  const parts = cutByCounts(requireRecv(recv, 'allgatherv'), counts, displs, line.size)
  checkOwnPart(bytesOf(send), parts[line.rank], line.rank, 'counts')
  const call = new CollectiveCall(line, 'allgatherv')
  yield* call.guard(spread(call, Parcel.of(send), parts))
  return recv
}
