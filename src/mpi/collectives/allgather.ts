import { type Bytes, bytesOf, isBytes } from '../../memory/bytes.ts'
import { IN_PLACE } from '../constants.ts'
import { Layout } from '../datatype/layout.ts'
import { typeOf } from '../element-types.ts'
import type { MessageBuffer } from '../message-buffer.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkRecvLength, cutEqually, cutForEach, requireRecv } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { leftInPlace } from './in-place.ts'
import { everybody } from './inter/crossing.ts'
import { inOnePiece } from './layouts.ts'
import { allgatherShort } from './local/short.ts'
import { neighborAllgather } from './neighbors/neighbor-allgather.ts'
import { checkApart } from './overlap.ts'
import { Parcel } from './parcel.ts'
import { spread } from './spread.ts'
import type { Steps } from './steps.ts'

export interface AllgatherOptions {
  /** A buffer for everybody's bytes, in the order of ranks. */
  recv?: MessageBuffer
}

/**
 * Brings what each rank sends to all (MPI 4.1, chapter 6.7).
 * @param send a buffer or any value; with `recv`, a buffer of the same length in bytes on each rank, or IN_PLACE, for what is at this
 *   rank's place in `recv`
 * @returns `recv`, or without one an array of what each rank sent
 * @throws CrossmemRangeError ERR_LENGTH, ERR_OVERLAP; CrossmemTypeError ERR_NOT_BYTES, ERR_NOT_CLONEABLE, ERR_RECV; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * const sizes = world.allgather(Int32Array.of(world.rank), { recv: new Int32Array(world.size) })
 */
export function* allgather(line: ValueChannel, send: unknown, { recv }: AllgatherOptions = {}): Steps<unknown> {
  if (send instanceof Layout || recv instanceof Layout) {
    return yield* inOnePiece(line, send, recv, (given, into) => allgather(line, given, { recv: into }))
  }
  if (line.ownGroup !== null) {
    return yield* neighborAllgather(line, everybody(line), send, recv === undefined ? {} : { recv }, 'allgather')
  }
  let parts: (Uint8Array | null)[] | undefined
  let own: Parcel
  if (send === IN_PLACE) {
    const places = cutEqually(requireRecv(recv, 'allgather in place'), line.size, 'recv')
    own = new Parcel(typeOf(recv!), places[line.rank])
    parts = leftInPlace(places, line.rank)
  } else {
    if (recv !== undefined) {
      parts = cutForEach(recv, send as Bytes, line.size)
      checkApart(bytesOf(send as Bytes), bytesOf(recv))
    }
    own = Parcel.of(send)
  }
  const call = new CollectiveCall(line, 'allgather')
  const values = yield* call.guard(spread(call, own, parts))
  return recv ?? values
}

/** Blocking, for short buffers. @returns whether it was done; else it must be done by {@link allgather} */
export function allgatherAtOnce(line: ValueChannel, send: unknown, { recv }: AllgatherOptions = {}): boolean {
  if (recv === undefined || recv instanceof Layout || !isBytes(send) || line.ownGroup !== null) return false
  const bytes = bytesOf(send)
  const into = bytesOf(recv)
  checkRecvLength(into, bytes.length * line.size, `${bytes.length} from each of ${line.size} ranks`)
  checkApart(bytes, into)
  return allgatherShort(line, bytes, typeOf(send), into)
}
