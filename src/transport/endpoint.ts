import type { Bell } from './bell.ts'
import type { Cells } from './cells.ts'
import type { Outgoing } from './outgoing.ts'
import type { Peer } from './peer.ts'
import type { Reach } from './reach.ts'
import { CELLS, type Segment } from './segment.ts'
import type { Staging } from './staging.ts'
import type { TrafficCounter } from './traffic.ts'

/** What one rank has of its job: the parts that its messages work with. */
export interface Endpoint {
  readonly rank: number
  readonly segment: Segment
  readonly bell: Bell
  readonly cells: Cells
  readonly reach: Reach
  readonly staging: Staging
  readonly traffic: TrafficCounter
  readonly peers: readonly Peer[]
  /** The longest message that goes through the lane; -1 for none. */
  readonly eagerLimit: number
  /** Messages of this rank that somebody must answer, by id. */
  readonly outgoing: OutgoingTable
}

/** A rank's ids for messages under way. The first ones have a cell each; when all of those are taken, others do without. */
export class OutgoingTable {
  readonly #entries: (Outgoing | undefined)[] = new Array(CELLS).fill(undefined)
  readonly #freeWithCell = Array.from({ length: CELLS }, (_, index) => CELLS - 1 - index)
  readonly #freeWithout: number[] = []

  /** @returns its id */
  add(message: Outgoing): number {
    const id = this.#freeWithCell.pop() ?? this.#freeWithout.pop() ?? this.#entries.length
    this.#entries[id] = message
    return id
  }

  get(id: number): Outgoing | undefined {
    return this.#entries[id]
  }

  remove(id: number): void {
    this.#entries[id] = undefined
    if (id < CELLS) this.#freeWithCell.push(id)
    else this.#freeWithout.push(id)
  }

  /** Whether any of them is for this peer. */
  hasFor(peer: Peer): boolean {
    return this.#entries.some((message) => message?.peer === peer)
  }
}
