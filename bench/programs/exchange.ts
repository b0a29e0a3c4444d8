import { world } from 'crossmem/mpi'
import { READY } from './tags.ts'

/** One interval of a benchmark, seen from either rank. */
export interface Exchange {
  /** Rank 0, timed. */
  first(out: Uint8Array[], into: Uint8Array[]): void
  /** Rank 1: says that it is ready, then does its part. */
  second(out: Uint8Array[], into: Uint8Array[]): void
  /** Either rank, after it has looked at what came: gives back what was lent to it, and waits until its own is. Not timed. */
  settle?(): void
}

export const NOTHING = new Uint8Array(0)

/** Tells rank 0 that the clock may start. */
export function ready(): void {
  world.send(NOTHING, { dest: 0, tag: READY })
}
