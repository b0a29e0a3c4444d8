import type { MessageBuffer } from '../mpi/message-buffer.ts'
import { checkCount, type Guest } from './guest.ts'

/** Parts of one buffer, as the collectives take them. */
export interface Parts {
  readonly buffer: MessageBuffer
  readonly counts: readonly number[]
  readonly displs: readonly number[]
}

/**
 * The buffer that parts lie in, of which C says where they begin and how many elements they have, an int each.
 * @throws CrossmemRangeError ERR_COUNT, ERR_DATATYPE, ERR_BUFFER
 */
export function partsOf(
  guest: Guest,
  pointer: number,
  counts: number,
  displs: number,
  datatype: number,
  ranks: number,
): Parts {
  const { extent, isPlain } = guest.committed(datatype)
  if (!isPlain) {
    // Counts and displacements are in units of the datatype.
    const buffer = guest.layout(pointer, 0, datatype)
    return { buffer, counts: guest.counts(counts, ranks), displs: guest.ints(displs, ranks) }
  }
  const lengths = guest.counts(counts, ranks).map((count) => checkCount(count) * extent)
  const begins = guest.ints(displs, ranks).map((displ) => displ * extent)
  // What is empty may be said to lie anywhere.
  const filled = begins.filter((_, rank) => lengths[rank] > 0)
  const low = filled.length === 0 ? 0 : Math.min(...filled)
  const high = lengths.reduce((end, length, rank) => (length > 0 ? Math.max(end, begins[rank] + length) : end), low)
  return {
    buffer: guest.span(pointer, low, high - low),
    counts: lengths,
    displs: begins.map((begin, rank) => (lengths[rank] > 0 ? begin - low : 0)),
  }
}

/** A buffer for each rank, each at a place and of a datatype of its own; places are in bytes. */
export function buffersOf(
  guest: Guest,
  pointer: number,
  counts: number,
  displs: number,
  datatypes: number,
  ranks: number,
): MessageBuffer[] {
  const lengths = guest.counts(counts, ranks)
  const begins = guest.ints(displs, ranks)
  const types = guest.ints(datatypes, ranks)
  return lengths.map((count, rank) => guest.buffer(pointer + begins[rank], count, types[rank]))
}
