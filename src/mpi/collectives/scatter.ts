import { CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'
import { bytesOf, isBytes, kindOf } from '../../memory/bytes.ts'
import { IN_PLACE, type InPlace } from '../constants.ts'
import { Layout } from '../datatype/layout.ts'
import { typeOf } from '../element-types.ts'
import type { MessageBuffer } from '../message-buffer.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkRecvLength, checkRoot, cutEqually } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { distribute } from './distribute.ts'
import { refuseInPlace } from './in-place.ts'
import { scatterAcross } from './inter/rooted.ts'
import { inOnePiece } from './layouts.ts'
import { checkApart } from './overlap.ts'
import { Parcel } from './parcel.ts'
import type { Steps } from './steps.ts'

export interface ScatterOptions {
  /** A buffer for this rank's part, of exactly its length; at the root also IN_PLACE, to leave its part in `send`. */
  recv?: MessageBuffer | InPlace
  /** The rank that has all parts; 0 unless given. */
  root?: number
}

/**
 * Gives each rank a part of what `root` has (MPI 4.1, chapter 6.6).
 * @param send at the root: a buffer, which is cut into equal parts, or an array with a value for each rank; elsewhere it is not looked at
 * @returns `recv`, or with IN_PLACE `send`; without it what was sent: an array of the type of the root's buffer, or the value
 * @throws CrossmemRangeError ERR_ROOT, ERR_LENGTH, ERR_OVERLAP; CrossmemTypeError ERR_TYPES, ERR_NOT_CLONEABLE, ERR_IN_PLACE;
 *   CrossmemError ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * const task = world.scatter(world.rank === 0 ? Array.from({ length: world.size }, (_, i) => ({ seed: i })) : undefined)
 */
export function* scatter(line: ValueChannel, send?: unknown, { recv, root = 0 }: ScatterOptions = {}): Steps<unknown> {
  if (send instanceof Layout || recv instanceof Layout) {
    return yield* inOnePiece(line, send, recv, (given, into) => scatter(line, given, { recv: into, root }))
  }
  if (line.ownGroup !== null) return yield* scatterAcross(line, send, recv, root)
  checkRoot(root, line.size)
  if (line.rank !== root) refuseInPlace(recv, 'recv', 'scatter')
  const inPlace = recv === IN_PLACE
  const into = inPlace ? null : recv && bytesOf(recv)
  const parcels = line.rank === root ? parcelsOf(send, line.size, root, into) : null
  const call = new CollectiveCall(line, 'scatter', root)
  const value = yield* call.guard(distribute(call, parcels, root, into))
  return inPlace ? send : (recv ?? value)
}

function parcelsOf(send: unknown, size: number, root: number, into: Uint8Array | null | undefined): Parcel[] {
  if (isBytes(send)) {
    const parts = cutEqually(send, size, 'send')
    if (into) {
      checkRecvLength(into, parts[root].length, `an equal part of send for each of ${size} ranks`)
      checkApart(bytesOf(send), into)
    }
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
