import type { Link } from '../links/link.ts'

/** One interval of a benchmark, seen from either side; what arrived stands in `into` afterwards. */
export interface Exchange {
  /** Side 0, timed. */
  first(link: Link, out: Uint8Array[], into: Uint8Array[]): Promise<void>
  /** Side 1: says that it is ready, then does its part. */
  second(link: Link, out: Uint8Array[], into: Uint8Array[]): Promise<void>
}

/** An empty message. */
export function signal(link: Link): void {
  link.send(new Uint8Array(0))
}
