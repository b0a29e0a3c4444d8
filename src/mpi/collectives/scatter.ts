import { CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'
import { type Bytes, bytesOf, isBytes, kindOf } from '../../memory/bytes.ts'
import { typeOf } from '../element-types.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkRecvLength, checkRoot, cutEqually } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { distribute } from './distribute.ts'
import { Parcel } from './parcel.ts'
import type { Steps } from './steps.ts'

export interface ScatterOptions {
  /** A buffer for this rank's part, of exactly its length. */
  recv?: Bytes
  /** The rank that has all parts; 0 unless given. */
  root?: number
}

/**
 * Gives each rank a part of what `root` has (MPI 4.1, chapter 6.6).
 * @param send at the root: a buffer, which is cut into equal parts, or an array with a value for each rank; elsewhere it is not looked at
 * @returns `recv`; without it what was sent: an array of the type of the root's buffer, or the value
 * @throws CrossmemRangeError ERR_ROOT, ERR_LENGTH; CrossmemTypeError ERR_TYPES, ERR_NOT_CLONEABLE; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH
 * @example
 * const task = world.scatter(world.rank === 0 ? Array.from({ length: world.size }, (_, i) => ({ seed: i })) : undefined)
 */
export function* scatter(line: ValueChannel, send?: unknown, { recv, root = 0 }: ScatterOptions = {}): Steps<unknown> {
  checkRoot(root, line.size)
  const into = recv === undefined ? undefined : bytesOf(recv)
  const parcels = line.rank === root ? parcelsOf(send, line.size, root, into) : null
  const call = new CollectiveCall(line, 'scatter')
  const value = yield* call.guard(distribute(call, parcels, root, into))
  return recv ?? value
}

function parcelsOf(send: unknown, size: number, root: number, into: Uint8Array | undefined): Parcel[] {
  if (isBytes(send)) {
    const parts = cutEqually(send, size, 'send')
    if (into !== undefined) checkRecvLength(into, parts[root].length, `an equal part of send for each of ${size} ranks`)
    return parts.map((part) => new Parcel(typeOf(send), part))
  }
  if (!Array.isArray(send)) {
    throw new CrossmemTypeError(
      'ERR_TYPES',
      `scatter takes a buffer or an array with a value for each rank at the root, not ${kindOf(send)}`,
    )
  }
  if (send.length !== size) {
    throw new CrossmemRangeError(
      'ERR_LENGTH',
      `scatter was given ${send.length} values for ${size} ranks: give one for each`,
    )
  }
  return Array.from(send, Parcel.of)
}
