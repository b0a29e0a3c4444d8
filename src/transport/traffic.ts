import { PROTOCOLS, type Protocol } from './protocol.ts'
import type { Segment } from './segment.ts'

/** What travelled by one protocol: each byte counted once, by the rank that moved it. */
export interface Traffic {
  protocol: Protocol
  messages: number
  bytes: number
}

/** A rank's own counters: for each protocol a float64 of messages and one of bytes. Only the rank itself writes them. */
export class TrafficCounter {
  private readonly f64: Float64Array
  private readonly base: number

  constructor(segment: Segment, rank: number) {
    this.f64 = segment.f64
    this.base = segment.trafficAt(rank) >>> 3
  }

  count(protocol: number, bytes: number, messages = 1): void {
    const at = this.base + 2 * protocol
    this.f64[at] += messages
    this.f64[at + 1] += bytes
  }
}

/** What travelled in the whole job so far, of every protocol. */
export function trafficOf(segment: Segment): Traffic[] {
  return PROTOCOLS.map((protocol, index) => {
    const total = { protocol, messages: 0, bytes: 0 }
    for (let rank = 0; rank < segment.size; rank++) {
      const at = (segment.trafficAt(rank) >>> 3) + 2 * index
      total.messages += segment.f64[at]
      total.bytes += segment.f64[at + 1]
    }
    return total
  })
}
