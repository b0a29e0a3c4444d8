import { type Bytes, bytesOf } from '../../../memory/bytes.ts'
import { Layout } from '../../datatype/layout.ts'
import { typeOf } from '../../element-types.ts'
import type { Neighborhood } from '../../topologies/neighborhood.ts'
import type { ValueChannel } from '../../value-channel.ts'
import type { AllgatherOptions } from '../allgather.ts'
import { CollectiveCall } from '../call.ts'
import type { CollectiveName } from '../call-tag.ts'
import { inOnePiece } from '../layouts.ts'
import { checkPartsApart } from '../overlap.ts'
import { Parcel } from '../parcel.ts'
import type { Steps } from '../steps.ts'
import { cutForNeighbors, exchange, exchangeParts, hasBorder } from './exchange.ts'

/**
 * Gives what this rank sends to each of its destinations, and brings what each of its sources sends (MPI 4.1, chapter 8.6.1).
 * @param send a buffer or any value; with `recv`, a buffer of the same length in bytes on each rank
 * @returns `recv`, a buffer with a part for each source; or without one an array of what each source sent, undefined for PROC_NULL
 * @throws CrossmemRangeError ERR_LENGTH, ERR_OVERLAP; CrossmemTypeError ERR_NOT_BYTES, ERR_NOT_CLONEABLE; CrossmemError
 *   ERR_TOPOLOGY, ERR_COLLECTIVE_MISMATCH
 * @example
 * const ring = world.cartCreate({ dims: [world.size], periods: true })!
 * const [left, right] = ring.neighborAllgather(`from ${ring.rank}`)
 * ring.free()
 */
export function* neighborAllgather(
  line: ValueChannel,
  neighborhood: Neighborhood,
  send: unknown,
  { recv }: AllgatherOptions = {},
  name: CollectiveName = 'neighborAllgather',
  root = 0,
): Steps<unknown> {
  if (send instanceof Layout || recv instanceof Layout) {
    return yield* inOnePiece(
      line,
      send,
      recv,
      (given, into) => neighborAllgather(line, neighborhood, given, { recv: into }),
      hasBorder(neighborhood),
    )
  }
  if (recv === undefined) {
    const own = Parcel.of(send)
    const call = new CollectiveCall(line, name, root)
    return yield* call.guard(
      exchange(
        call,
        neighborhood,
        (source) => call.postValue(source),
        (dest) => own.send(call, dest),
      ),
    )
  }
  const bytes = bytesOf(send as Bytes)
  const incoming = cutForNeighbors(recv, neighborhood.sources, 'recv')
  checkPartsApart([bytes], incoming)
  const outgoing = neighborhood.destinations.map(() => bytes)
  const call = new CollectiveCall(line, name, root)
  yield* call.guard(exchangeParts(call, neighborhood, outgoing, incoming, () => typeOf(send as Bytes)))
  return recv
}
