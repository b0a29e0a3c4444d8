import type { Bytes } from '../../memory/bytes.ts'
import type { ValueChannel } from '../value-channel.ts'
import { cutForEach } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { Parcel } from './parcel.ts'
import { spread } from './spread.ts'
import type { Steps } from './steps.ts'

export interface AllgatherOptions {
  /** A buffer for everybody's bytes, in the order of ranks. */
  recv?: Bytes
}

/**
 * Brings what each rank sends to all (MPI 4.1, chapter 6.7).
 * @param send a buffer or any value; with `recv`, a buffer of the same length in bytes on each rank
 * @returns `recv`, or without one an array of what each rank sent
 * @throws CrossmemRangeError ERR_LENGTH; CrossmemTypeError ERR_NOT_BYTES, ERR_NOT_CLONEABLE; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH
 * @example
 * const sizes = world.allgather(Int32Array.of(world.rank), { recv: new Int32Array(world.size) })
 */
export function* allgather(line: ValueChannel, send: unknown, { recv }: AllgatherOptions = {}): Steps<unknown> {
  const parts = recv === undefined ? undefined : cutForEach(recv, send as Bytes, line.size)
  const own = Parcel.of(send)
  const call = new CollectiveCall(line, 'allgather')
  const values = yield* call.guard(spread(call, own, parts))
  return recv ?? values
}
