import { Listing } from '../memory/shape/listing.ts'
import { SERIES, SeriesList } from '../memory/shape/series-list.ts'
import type { Shape } from '../memory/shape/shape.ts'
import type { Endpoint } from './endpoint.ts'
import type { Peer } from './peer.ts'

/**
 * The list of a message's pieces, which its sender puts into its arena and its receiver reads there:
 *
 *     f64    0          1          2          3         4 …
 *          +----------+----------+----------+---------+------------------
 *          | offset   | length   | stride   | count   | the next series
 *          +----------+----------+----------+---------+------------------
 *
 * `count` runs of `length` bytes, the first at `offset` from the place that the offer names, each `stride` bytes after the one before.
 */
export function tableBytes(series: number): number {
  return series * SERIES * Float64Array.BYTES_PER_ELEMENT
}

/** The table of a shape, whose lowest byte is its place. */
export function tableOf(shape: Shape): Float64Array {
  const listing = new Listing()
  shape.walk(-shape.low, 0, shape.bytes, (offset, length, stride, count) => {
    listing.addSeries(offset, length, stride, count)
    return true
  })
  return listing.table
}

/**
 * Reads a peer's table, and checks each number of it.
 * @param offset where the pieces lie in the peer's arena, or -1
 * @throws CrossmemError ERR_SEGMENT
 */
export function readTable(
  { reach }: Endpoint,
  peer: Peer,
  at: number,
  series: number,
  offset: number,
  length: number,
): Shape {
  const table = new Float64Array(series * SERIES)
  reach.readArena(peer.rank, at, new Uint8Array(table.buffer))
  const room = offset < 0 ? Number.MAX_SAFE_INTEGER : reach.arenaBytes - offset
  let total = 0
  for (let entry = 0; entry < table.length; entry += SERIES) {
    const [first, bytes, stride, count] = table.subarray(entry, entry + SERIES)
    const last = first + (count - 1) * stride
    const whole = [first, bytes, stride, count, last].every(Number.isSafeInteger)
    const inside = Math.min(first, last) >= 0 && Math.max(first, last) + bytes <= room
    if (!whole || bytes < 1 || count < 1 || !inside) {
      throw peer.damaged(`a series of ${count} runs of ${bytes} bytes from ${first} on, ${stride} apart`)
    }
    total += bytes * count
  }
  if (total !== length) throw peer.damaged(`pieces of ${total} bytes for a message of ${length}`)
  return new SeriesList(table)
}
