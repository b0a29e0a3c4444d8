import { CrossmemRangeError, CrossmemTypeError } from '../../../errors.ts'
import { isBytes, kindOf } from '../../../memory/bytes.ts'
import { Layout } from '../../datatype/layout.ts'
import { typeOf } from '../../element-types.ts'
import type { Neighborhood } from '../../topologies/neighborhood.ts'
import type { ValueChannel } from '../../value-channel.ts'
import type { AlltoallOptions } from '../alltoall.ts'
import { requireRecv } from '../arguments.ts'
import { CollectiveCall } from '../call.ts'
import type { CollectiveName } from '../call-tag.ts'
import { inOnePiece } from '../layouts.ts'
import { checkPartsApart } from '../overlap.ts'
import { Parcel } from '../parcel.ts'
import type { Steps } from '../steps.ts'
import { cutForNeighbors, exchange, exchangeParts, hasBorder } from './exchange.ts'

/**
 * Sends a part to each of this rank's destinations, and receives one from each of its sources (MPI 4.1, chapter 8.6.2).
 * @param send a buffer, which is cut into equal parts, or an array with a value for each destination
 * @returns `recv`, a buffer with a part for each source; or an array of the values from each source, undefined for PROC_NULL
 * @throws CrossmemRangeError ERR_LENGTH, ERR_OVERLAP; CrossmemTypeError ERR_RECV, ERR_TYPES, ERR_NOT_CLONEABLE; CrossmemError
 *   ERR_TOPOLOGY, ERR_COLLECTIVE_MISMATCH
 * @example
 * const ring = world.cartCreate({ dims: [world.size], periods: true })!
 * const [fromLeft, fromRight] = ring.neighborAlltoall(['to the left', 'to the right'])
 * ring.free()
 */
export function* neighborAlltoall(
  line: ValueChannel,
  neighborhood: Neighborhood,
  send: unknown,
  { recv }: AlltoallOptions = {},
  name: CollectiveName = 'neighborAlltoall',
  root = 0,
): Steps<unknown> {
  if (send instanceof Layout || recv instanceof Layout) {
    return yield* inOnePiece(
      line,
      send,
      recv,
      (given, into) => neighborAlltoall(line, neighborhood, given, { recv: into }),
      hasBorder(neighborhood),
    )
  }
  const { sources, destinations } = neighborhood
  if (isBytes(send)) {
    const into = requireRecv(recv, 'neighborAlltoall of a buffer')
    const outgoing = cutForNeighbors(send, destinations, 'send')
    const incoming = cutForNeighbors(into, sources, 'recv')
    checkPartsApart(outgoing, incoming)
    const call = new CollectiveCall(line, name, root)
    yield* call.guard(exchangeParts(call, neighborhood, outgoing, incoming, () => typeOf(send)))
    return into
  }
  const parcels = parcelsOf(send, destinations.length)
  const call = new CollectiveCall(line, name, root)
  return yield* call.guard(
    exchange(
      call,
      neighborhood,
      (source) => call.postValue(source),
      (dest, place) => parcels[place].send(call, dest),
    ),
  )
}

function parcelsOf(send: unknown, count: number): Parcel[] {
  if (!Array.isArray(send)) {
    throw new CrossmemTypeError(
      'ERR_TYPES',
      `neighborAlltoall takes a buffer or an array with a value for each destination, not ${kindOf(send)}`,
    )
  }
  if (send.length !== count) {
    throw new CrossmemRangeError(
      'ERR_LENGTH',
      `neighborAlltoall was given ${send.length} values for ${count} destinations: give one for each`,
    )
  }
  return Array.from(send, Parcel.of)
}
