import { CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'
import { type Bytes, bytesOf, kindOf } from '../../memory/bytes.ts'
import { IN_PLACE, type InPlace } from '../constants.ts'
import { typeOf } from '../element-types.ts'
import type { MessageBuffer } from '../message-buffer.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkOwnPart } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { exchangeInPlace, exchangeParts } from './exchange-parts.ts'
import { eachInOnePiece, someLayouts } from './layouts.ts'
import { checkDisjoint, checkPartsApart } from './overlap.ts'
import type { Steps } from './steps.ts'

/** A buffer for each rank, of any type; null for nothing. */
export type Buffers = readonly (MessageBuffer | null)[]

export interface AlltoallwOptions {
  /** For each rank a buffer for what comes from it, of exactly its length; null where nothing comes. */
  recvs: Buffers
}

const NOTHING = new Uint8Array(0)

/**
 * Sends a buffer to each rank and receives one from each, which may lie anywhere and differ in length and type (MPI 4.1,
 * chapter 6.8), by pairwise exchange.
 * @param sends for each rank what it gets, null for nothing; or IN_PLACE, for what is in `recvs`: then each buffer goes to the rank whose
 *   buffer comes in its place
 * @returns `recvs`
 * @throws CrossmemRangeError ERR_LENGTH, ERR_COUNTS, ERR_OVERLAP; CrossmemTypeError ERR_TYPES, ERR_NOT_BYTES; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * // To the right neighbour numbers, to all others nothing.
 * const { rank, size } = world
 * const sends = Array.from({ length: size }, (_, to) => (to === (rank + 1) % size ? Float32Array.of(rank) : null))
 * const recvs = sends.map((_, from) => (from === (rank + size - 1) % size ? new Float32Array(1) : null))
 * world.alltoallw(sends, { recvs })
 */
export function* alltoallw<R extends Buffers>(
  line: ValueChannel,
  sends: Buffers | InPlace,
  { recvs }: AlltoallwOptions & { recvs: R },
): Steps<R> {
  const { rank, size } = line
  if (someLayouts(sends) || someLayouts(recvs)) {
    yield* eachInOnePiece(line, sends, recvs, (given, into) => alltoallw(line, given, { recvs: into }))
    return recvs
  }
  const incoming = partsOf(recvs, 'recvs', size)
  checkDisjoint(incoming, 'recvs')
  if (sends === IN_PLACE) {
    yield* exchangeInPlace(new CollectiveCall(line, 'alltoallw'), incoming, typesOf(recvs))
    return recvs
  }
  const outgoing = partsOf(sends, 'sends', size)
  checkOwnPart(outgoing[rank], incoming[rank], rank, 'recvs')
  checkPartsApart(outgoing, incoming)
  const call = new CollectiveCall(line, 'alltoallw')
  yield* call.guard(exchangeParts(call, outgoing, incoming, typesOf(sends)))
  return recvs
}

/** What each of some buffers is, as a number. */
export function typesOf(buffers: Buffers): (dest: number) => number {
  const types = buffers.map((buffer) => typeOf((buffer as Bytes | null) ?? NOTHING))
  return (dest) => types[dest]
}

/** @throws CrossmemTypeError ERR_TYPES, ERR_NOT_BYTES; CrossmemRangeError ERR_LENGTH unless there is a buffer or null for each of `size` ranks */
export function partsOf(buffers: unknown, name: string, size: number): Uint8Array[] {
  if (!Array.isArray(buffers)) {
    throw new CrossmemTypeError('ERR_TYPES', `${name} is an array with a buffer for each rank, not ${kindOf(buffers)}`)
  }
  if (buffers.length !== size) {
    throw new CrossmemRangeError(
      'ERR_LENGTH',
      `${name} has ${buffers.length} buffers for ${size} ranks: give one for each, and null for nothing`,
    )
  }
  return buffers.map((buffer: Bytes | null) => (buffer === null ? NOTHING : bytesOf(buffer as Bytes)))
}
