import type { Bytes } from '../../memory/bytes.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkRoot, cutForEach } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { collect } from './collect.ts'
import { Parcel } from './parcel.ts'
import type { Steps } from './steps.ts'

export interface GatherOptions {
  /** At the root: a buffer for everybody's bytes, in the order of ranks. Other ranks' are not looked at. */
  recv?: Bytes
  /** The rank that gets them; 0 unless given. */
  root?: number
}

/**
 * Brings what each rank sends to `root` (MPI 4.1, chapter 6.5).
 * @param send a buffer or any value; for a root with `recv`, a buffer of the same length in bytes on each rank
 * @returns at the root: `recv`, or without one an array of what each rank sent; elsewhere undefined
 * @throws CrossmemRangeError ERR_ROOT, ERR_LENGTH; CrossmemTypeError ERR_NOT_BYTES, ERR_NOT_CLONEABLE; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH
 * @example
 * const names = world.gather(`process ${process.pid}`)
 * if (world.rank === 0) console.log(names)
 */
export function* gather(line: ValueChannel, send: unknown, { recv, root = 0 }: GatherOptions = {}): Steps<unknown> {
  checkRoot(root, line.size)
  const parts = line.rank === root && recv !== undefined ? cutForEach(recv, send as Bytes, line.size) : null
  const own = Parcel.of(send)
  const call = new CollectiveCall(line, 'gather')
  const values = yield* call.guard(collect(call, own, root, parts))
  if (values === null) return undefined
  return parts === null ? values : recv
}
