import { CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'
import { type Bytes, bytesOf, isBytes, kindOf } from '../../memory/bytes.ts'
import { typeOf } from '../element-types.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkRecvLength, cutEqually, requireRecv } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { exchangeParts } from './exchange-parts.ts'
import { pairwise } from './pairwise.ts'
import { Parcel } from './parcel.ts'
import type { Steps } from './steps.ts'

export interface AlltoallOptions {
  /** A buffer as long as `send`, for a part from each rank; needed when `send` is a buffer. */
  recv?: Bytes
}

/**
 * Sends a part to each rank and receives one from each (MPI 4.1, chapter 6.8), by pairwise exchange.
 * @param send a buffer, which is cut into equal parts, or an array with a value for each rank
 * @returns `recv`, or an array of the values from each rank
 * @throws CrossmemRangeError ERR_LENGTH; CrossmemTypeError ERR_RECV, ERR_TYPES, ERR_NOT_CLONEABLE; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH
 * @example
 * const letters = world.alltoall(Array.from({ length: world.size }, (_, to) => `from ${world.rank} to ${to}`))
 */
export function* alltoall(line: ValueChannel, send: unknown, { recv }: AlltoallOptions = {}): Steps<unknown> {
  const { size } = line
  if (isBytes(send)) {
    const into = requireRecv(recv, 'alltoall of a buffer')
    const outgoing = cutEqually(send, size, 'send')
    checkRecvLength(bytesOf(into), bytesOf(send).length, 'as many as send')
    const incoming = cutEqually(bytesOf(into), size, 'recv')
    const call = new CollectiveCall(line, 'alltoall')
    yield* call.guard(exchangeParts(call, outgoing, typeOf(send), incoming))
    return into
  }
  checkValues(send, recv, size)
  const parcels = Array.from(send, Parcel.of)
  const call = new CollectiveCall(line, 'alltoall')
  return yield* call.guard(
    pairwise(
      call,
      (source) => call.postValue(source),
      (dest) => parcels[dest].send(call, dest),
    ),
  )
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
