import type { NativeMemory } from '../../os/native-memory.ts'
import type { RingCopy } from './ring-copy.ts'

/** A part of a copy that is under way: contiguous at both ends. */
export interface Piece {
  /** Where it begins, from the copy's beginning. */
  readonly at: number
  readonly length: number
  /** The buffer that it passes through. */
  readonly bounce: NativeMemory | null
  /** How many entries of it have not completed. */
  pending: number
  /** Bytes, or minus the errno: the first failure of its entries. */
  result: number
  side: 'from' | 'to'
}

/** An entry that the kernel has: the copy and the piece that it is for, and the side that it reads or writes. */
export interface Flight {
  readonly copy: RingCopy
  readonly piece: Piece
  readonly side: 'from' | 'to'
}

/** The entries of a ring that have not completed, by their ids. */
export class Flights {
  readonly #most: number
  readonly #flights = new Map<number, Flight>()
  #lastId = 0

  /** @param most so many may be under way at once */
  constructor(most: number) {
    this.#most = most
  }

  get isEmpty(): boolean {
    return this.#flights.size === 0
  }

  /** How many more may be under way. */
  get room(): number {
    return this.#most - this.#flights.size
  }

  /** @returns the id for an entry that is about to be submitted */
  add(flight: Flight): number {
    this.#lastId = (this.#lastId % 0xffffffff) + 1
    this.#flights.set(this.#lastId, flight)
    return this.#lastId
  }

  /** It has completed, or was never submitted. @returns undefined for an id of something else */
  remove(id: number): Flight | undefined {
    const flight = this.#flights.get(id)
    this.#flights.delete(id)
    return flight
  }

  /** The ids of what a copy has under way. */
  idsOf(copy: RingCopy): number[] {
    return [...this.#flights].filter(([, flight]) => flight.copy === copy).map(([id]) => id)
  }
}
