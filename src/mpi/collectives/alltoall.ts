import { CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'
import { type Bytes, bytesOf, isBytes, kindOf } from '../../memory/bytes.ts'
import { IN_PLACE } from '../constants.ts'
import { Layout } from '../datatype/layout.ts'
import { typeOf } from '../element-types.ts'
import type { MessageBuffer } from '../message-buffer.ts'
import { elementBytes } from '../receive-status.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkRecvLength, cutEqually, requireRecv } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { exchangeInPlace, exchangeParts } from './exchange-parts.ts'
import { everybody } from './inter/crossing.ts'
import { inOnePiece } from './layouts.ts'
import { exchange, othersFrom } from './local/exchange.ts'
import { EACH } from './local/offer.ts'
import { alltoallShort } from './local/short.ts'
import { neighborAlltoall } from './neighbors/neighbor-alltoall.ts'
import { checkApart } from './overlap.ts'
import { pairwise } from './pairwise.ts'
import { Parcel, takeOwn } from './parcel.ts'
import type { Steps } from './steps.ts'

export interface AlltoallOptions {
  /** A buffer as long as `send`, for a part from each rank; needed when `send` is a buffer. */
  recv?: MessageBuffer
}

/**
 * Sends a part to each rank and receives one from each (MPI 4.1, chapter 6.8), by pairwise exchange.
 * @param send a buffer, which is cut into equal parts, or an array with a value for each rank; or IN_PLACE, for what is in `recv`
 * @returns `recv`, or an array of the values from each rank
 * @throws CrossmemRangeError ERR_LENGTH, ERR_OVERLAP; CrossmemTypeError ERR_RECV, ERR_TYPES, ERR_NOT_CLONEABLE; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * const letters = world.alltoall(Array.from({ length: world.size }, (_, to) => `from ${world.rank} to ${to}`))
 */
export function* alltoall(line: ValueChannel, send: unknown, { recv }: AlltoallOptions = {}): Steps<unknown> {
  if (send instanceof Layout || recv instanceof Layout) {
    return yield* inOnePiece(line, send, recv, (given, into) => alltoall(line, given, { recv: into }))
  }
  if (line.ownGroup !== null) {
    return yield* neighborAlltoall(line, everybody(line), send, recv === undefined ? {} : { recv }, 'alltoall')
  }
  const { size } = line
  if (send === IN_PLACE) {
    const into = requireRecv(recv, 'alltoall in place')
    const parts = cutEqually(into, size, 'recv')
    yield* exchangeInPlace(new CollectiveCall(line, 'alltoall'), parts, () => typeOf(into))
    return into
  }
  if (isBytes(send)) {
    const into = requireRecv(recv, 'alltoall of a buffer')
    const outgoing = cutEqually(send, size, 'send')
    checkRecvLength(bytesOf(into), bytesOf(send).length, 'as many as send')
    checkApart(bytesOf(send), bytesOf(into))
    const incoming = cutEqually(bytesOf(into), size, 'recv')
    const call = new CollectiveCall(line, 'alltoall')
    yield* call.guard(exchangeParts(call, outgoing, incoming, () => typeOf(send)))
    return into
  }
  checkValues(send, recv, size)
  const parcels = Array.from(send, Parcel.of)
  const call = new CollectiveCall(line, 'alltoall')
  return yield* call.guard(exchangeValues(call, parcels))
}

function* exchangeValues(call: CollectiveCall, parcels: readonly Parcel[]): Steps<unknown[]> {
  const { rank, size } = call
  const others = othersFrom(rank, size)
  const wanted = others.map((source) => ({ source, into: null }))
  const values = yield* exchange(call, 0, { parcels, how: EACH, takers: others }, wanted, () =>
    pairwise(
      call,
      (source) => call.postValue(source),
      (dest) => parcels[dest].send(call, dest),
    ),
  )
  if (call.local !== null) values[rank] = yield* takeOwn(call, parcels[rank], undefined)
  return values
}

function checkValues(send: unknown, recv: Bytes | undefined, size: number): asserts send is unknown[] {
  if (!Array.isArray(send)) {
    throw new CrossmemTypeError(
      'ERR_TYPES',
      `alltoall takes a buffer or an array with a value for each rank, not ${kindOf(send)}`,
    )
  }
  if (recv !== undefined) {
    throw new CrossmemTypeError(
      'ERR_TYPES',
      'alltoall of an array of values returns an array: leave recv away, or send a buffer',
    )
  }
  if (send.length !== size) {
    throw new CrossmemRangeError(
      'ERR_LENGTH',
      `alltoall was given ${send.length} values for ${size} ranks: give one for each`,
    )
  }
}

/** Blocking, for short buffers. @returns whether it was done; else it must be done by {@link alltoall} */
export function alltoallAtOnce(line: ValueChannel, send: unknown, { recv }: AlltoallOptions = {}): boolean {
  if (recv === undefined || recv instanceof Layout || !isBytes(send) || line.ownGroup !== null) return false
  const bytes = bytesOf(send)
  const into = bytesOf(recv)
  if (into.length !== bytes.length || bytes.length % (elementBytes(send) * line.size) !== 0) return false
  checkApart(bytes, into)
  return alltoallShort(line, bytes, typeOf(send), into)
}
