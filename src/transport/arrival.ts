import { CrossmemError } from '../errors.ts'
import { type Content, Pieces, scatterInto } from '../memory/pieces.ts'
import type { Endpoint } from './endpoint.ts'
import { Incoming } from './incoming.ts'
import type { Operation } from './operation.ts'
import { BORROWED, SELF } from './protocol.ts'
import { INLINE_BYTES, SENT } from './record.ts'
import { STAGING_BYTES } from './staging-layout.ts'
import type { Borrowed, Message } from './transport.ts'

const NOWHERE = -1

/**
 * A message that has arrived. One object is filled anew for each record of the lanes; `keep` makes one that lasts.
 * Its bytes are in the lane (`laneAt`), in `payload`, or with the sender (`offered`).
 */
export class Arrival implements Message {
  source = 0
  context = 0
  tag = 0
  length = 0
  type = 0
  synchronous = false
  offered = false
  id = NOWHERE
  offset = NOWHERE
  address = 0
  inPieces = false
  table = NOWHERE
  series = 0
  laneAt = NOWHERE
  payload: Uint8Array | null = null
  /** A message of this rank to itself whose sender waits for the match. */
  own: Operation | null = null
  private readonly endpoint: Endpoint

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint
  }

  /** Becomes a message of this rank to itself; `own` ends when it is matched, if somebody waits for that. */
  fromSelf(context: number, tag: number, content: Content, type: number, own: Operation | null): void {
    this.source = this.endpoint.rank
    this.context = context
    this.tag = tag
    this.length = content.length
    this.type = type
    this.payload = content instanceof Pieces ? content.packed() : content
    this.own = own
  }

  keep(): Message {
    const kept = new Arrival(this.endpoint)
    kept.source = this.source
    kept.context = this.context
    kept.tag = this.tag
    kept.length = this.length
    kept.type = this.type
    kept.synchronous = this.synchronous
    kept.offered = this.offered
    kept.id = this.id
    kept.offset = this.offset
    kept.address = this.address
    kept.inPieces = this.inPieces
    kept.table = this.table
    kept.series = this.series
    kept.own = this.own
    if (!this.offered) kept.payload = this.copyOfPayload()
    return kept
  }

  receive(into: Content, operation: Operation): void {
    if (this.length > into.length) {
      this.acknowledge(this.offered)
      operation.finish(truncated(this, into.length))
    } else if (this.offered) {
      const peer = this.endpoint.peers[this.source]
      new Incoming(this.endpoint, peer, this, into, operation).start()
    } else {
      this.copyTo(into)
      this.acknowledge(false)
      operation.finish()
    }
  }

  borrow(): Borrowed | null {
    const { endpoint, source, id, offset, length } = this
    const visible = this.offered && !this.inPieces && offset >= STAGING_BYTES
    const lent = visible ? endpoint.reach.lend(source, offset, length) : null
    if (lent === null) return null
    endpoint.traffic.count(BORROWED, length)
    return {
      bytes: lent.bytes,
      release: () => {
        lent.giveBack()
        endpoint.peers[source].post(SENT, id)
      },
    }
  }

  /** Tells a sender that waits for it that the message was matched. */
  private acknowledge(offered: boolean): void {
    if (this.own !== null) this.own.finish()
    else if (offered || this.synchronous) this.endpoint.peers[this.source].post(SENT, this.id)
  }

  private copyTo(into: Content): void {
    const { length, payload, laneAt } = this
    const lanes = this.endpoint.segment.u8
    if (payload !== null) {
      scatterInto(into, 0, payload)
      if (this.source === this.endpoint.rank) this.endpoint.traffic.count(SELF, length)
    } else if (into instanceof Pieces) into.scatter(0, lanes.subarray(laneAt, laneAt + length))
    else if (length <= INLINE_BYTES) for (let i = 0; i < length; i++) into[i] = lanes[laneAt + i]
    else into.set(lanes.subarray(laneAt, laneAt + length))
  }

  private copyOfPayload(): Uint8Array {
    if (this.payload !== null) return this.own === null ? this.payload.slice() : this.payload
    return this.endpoint.segment.u8.slice(this.laneAt, this.laneAt + this.length)
  }
}

function truncated(message: Message, room: number): CrossmemError {
  return new CrossmemError(
    'ERR_TRUNCATED',
    `a message of ${message.length} bytes from rank ${message.source} with tag ${message.tag} does not fit into a buffer ` +
      `of ${room} bytes; nothing was written. Probe for its length first, or receive it without a buffer.`,
  )
}
