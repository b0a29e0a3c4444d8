import type { CrossmemError } from '../errors.ts'
import { type Content, Pieces } from '../memory/pieces.ts'
import { addressOfBytes } from '../os/address.ts'
import type { Endpoint } from './endpoint.ts'
import type { Peer } from './peer.ts'
import { MAPPED } from './protocol.ts'
import { tableBytes, tableOf } from './series-table.ts'

/** Pieces in an arena that are shorter than this on the average, series by series, are packed. */
const MAPPED_SERIES_FROM = 128
/** Pieces elsewhere that are shorter than this on the average, run by run, are packed: the kernel takes its time for each. */
const ATTACHED_RUNS_FROM = 1024
const MOST_SERIES = 16 * 1024

/** A content as it is offered to its receiver. */
export interface Cargo {
  /** As it was, or packed. */
  readonly content: Content
  /** Where it lies in the arena (-1: elsewhere), and its address. */
  readonly offset: number
  readonly address: number
  /** Where the table of its pieces lies in the arena, and how many series are in it; none when it has to be staged. */
  readonly table: number
  readonly series: number
  /** Gives back what was taken of the arena. */
  free(): void
}

const NOTHING_TO_FREE = () => {}

export function cargoOf(endpoint: Endpoint, peer: Peer, content: Content): Cargo {
  if (!(content instanceof Pieces)) {
    const offset = endpoint.reach.offsetOf(content)
    const address = content.length === 0 ? 0 : addressOfBytes(content)
    return { content, offset, address, table: -1, series: 0, free: NOTHING_TO_FREE }
  }
  const { forced } = endpoint.reach
  const isStaged = forced === 'staged' || forced === 'eager' || content.isGone
  const cargo = isStaged
    ? null
    : canBeListed(endpoint, peer, content)
      ? listed(endpoint, content)
      : packed(endpoint, content)
  return cargo ?? { content, offset: -1, address: 0, table: -1, series: 0, free: NOTHING_TO_FREE }
}

/** Whether the receiver can take the pieces where they are, and is faster so. */
function canBeListed({ reach }: Endpoint, peer: Peer, { memory, shape, length }: Pieces): boolean {
  const { forced } = reach
  if (forced === 'push' || shape.series > MOST_SERIES) return false
  if (forced !== 'attach' && reach.offsetOf(memory) >= 0) return length >= shape.series * MAPPED_SERIES_FROM
  return forced !== 'mapped' && length >= shape.runs * ATTACHED_RUNS_FROM && reach.refusalOf(peer.rank) === 0
}

/** Puts the list of the pieces into the arena; null when there is no room. */
function listed({ reach, rank }: Endpoint, content: Pieces): Cargo | null {
  const { memory, begin, shape } = content
  const table = tableOf(shape)
  const series = table.byteLength / tableBytes(1)
  const at = take(reach.arena, table.byteLength)
  if (at < 0) return null
  reach.write(MAPPED, rank, at, 0, new Uint8Array(table.buffer))
  const offset = reach.offsetOf(memory)
  return {
    content,
    offset: offset < 0 ? -1 : offset + begin,
    address: addressOfBytes(memory) + begin,
    table: at,
    series,
    free: () => reach.arena.giveBack(at, table.byteLength),
  }
}

/** Copies the pieces into the arena; null when there is no room. */
function packed({ reach, rank }: Endpoint, pieces: Pieces): Cargo | null {
  const { arena } = reach
  const { length } = pieces
  const offset = take(arena, length)
  if (offset < 0) return null
  const lent = reach.lend(rank, offset, length)
  if (lent === null) {
    arena.giveBack(offset, length)
    return null
  }
  pieces.gather(0, lent.bytes)
  return {
    content: lent.bytes,
    offset,
    address: arena.address + offset,
    table: -1,
    series: 0,
    free: () => {
      lent.giveBack()
      arena.giveBack(offset, length)
    },
  }
}

function take(arena: Endpoint['reach']['arena'], bytes: number): number {
  try {
    return arena.take(bytes)
  } catch (error) {
    if ((error as CrossmemError).code !== 'ERR_HEAP_FULL') throw error
    return -1
  }
}
