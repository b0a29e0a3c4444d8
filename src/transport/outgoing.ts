import { CrossmemError } from '../errors.ts'
import { type Content, isGone, Pieces } from '../memory/pieces.ts'
import { type Cargo, cargoOf } from './cargo.ts'
import { chunkBytes } from './cells.ts'
import { NO_ID, sendEager } from './eager.ts'
import type { Endpoint } from './endpoint.ts'
import { GONE, IMPOSSIBLE } from './failure.ts'
import { Operation } from './operation.ts'
import type { Peer } from './peer.ts'
import { PUSH } from './protocol.ts'
import {
  ABANDONED,
  ADDRESS_F64,
  ARRIVED,
  describe,
  IN_PIECES,
  OFFER,
  OFFSET_F64,
  RECEIVER_PULLS,
  RETURNED,
  SENDER_STAGES,
  SERIES_COUNT,
  TABLE_F64,
  TYPE_SHIFT,
} from './record.ts'
import { CELLS } from './segment.ts'

/**
 * A message on its sender's side, from the first record to the moment when its buffer is free again. It holds the
 * buffer meanwhile, so that its address stays true.
 */
export class Outgoing extends Operation {
  readonly peer: Peer
  content: Content
  readonly length: number
  /** How much was put into staging buffers. */
  staged = 0
  private readonly endpoint: Endpoint
  private readonly context: number
  private readonly tag: number
  private readonly type: number
  private readonly synchronous: boolean
  private id = NO_ID
  /** How the content is offered, if it is. */
  private cargo: Cargo | null = null

  constructor(
    endpoint: Endpoint,
    peer: Peer,
    context: number,
    tag: number,
    content: Content,
    type: number,
    synchronous: boolean,
  ) {
    super()
    this.endpoint = endpoint
    this.peer = peer
    this.context = context
    this.tag = tag
    this.content = content
    this.length = content.length
    this.type = type
    this.synchronous = synchronous
  }

  /** Puts the first record into the lane. @returns false when there is no room */
  start(): boolean {
    if (this.isGone()) {
      this.release(gone())
      return true
    }
    const eager = this.length <= this.endpoint.eagerLimit
    const needsId = !eager || this.synchronous
    if (needsId && this.id === NO_ID) this.id = this.endpoint.outgoing.add(this)
    const started = eager ? this.sendEager() : this.offer()
    if (started && !needsId) this.finish()
    return started
  }

  /** The receiver has the bytes. */
  sent(): void {
    this.release(this.isGone() ? gone() : null)
  }

  /** The receiver cannot take the message. */
  refused(reason: Error): void {
    this.release(reason)
  }

  /** The receiver has matched the message: help to copy it, or do it alone, as its role says. */
  accepted(role: number, offset: number, address: number): void {
    const { endpoint, peer } = this
    // A receiver that pulls does so without help, and answers at the end.
    if (role === RECEIVER_PULLS && this.isGone()) return
    if (this.abandonIfGone()) return
    if (role === SENDER_STAGES) {
      this.stage()
      return
    }
    const way = endpoint.reach.way(peer.rank, offset)
    if (way >= 0 && !(this.content instanceof Pieces)) this.push(this.content, role, way, offset, address)
    else if (role === RECEIVER_PULLS) return
    else if (endpoint.reach.forced === null) this.stage()
    else this.abandon(IMPOSSIBLE, impossible(endpoint.reach.whyNot(peer.rank)))
  }

  /** Sends all of it through the staging buffers. */
  stage(): void {
    if (!this.abandonIfGone()) this.endpoint.staging.begin(this)
  }

  /** All of it was put into staging buffers: the buffer is free. */
  stagingDone(): void {
    this.release(null)
  }

  get messageId(): number {
    return this.id
  }

  private sendEager(): boolean {
    return sendEager(this.endpoint, this.peer, this.context, this.tag, this.content, this.type, this.id)
  }

  private offer(): boolean {
    const { segment, bell, cells, rank } = this.endpoint
    const { writer } = this.peer
    this.cargo ??= cargoOf(this.endpoint, this.peer, this.content)
    const { content, offset, address, table, series } = this.cargo
    this.content = content
    if (!writer.begin(0)) return false
    if (this.id < CELLS) cells.reset(rank, this.id)
    const kind = content instanceof Pieces ? OFFER | IN_PIECES : OFFER
    describe(segment, writer.slot, kind | (this.type << TYPE_SHIFT), this.context, this.tag, this.length, this.id)
    const at = writer.slot >>> 1
    segment.f64[at + OFFSET_F64] = offset
    segment.f64[at + ADDRESS_F64] = address
    segment.f64[at + TABLE_F64] = table
    segment.i32[writer.slot + SERIES_COUNT] = series
    if (!writer.commit()) bell.ring(this.peer.rank)
    return true
  }

  /** Copies chunks from the end towards the receiver, which comes from the front unless it may not. */
  private push(bytes: Uint8Array, role: number, way: number, offset: number, address: number): void {
    const { cells, reach, rank, traffic } = this.endpoint
    const { peer, id, length } = this
    const step = chunkBytes(length)
    const chunks = Math.ceil(length / step)
    const alone = role !== RECEIVER_PULLS
    let moved = 0
    let movedBytes = 0
    for (;;) {
      const chunk = alone ? chunks - 1 - moved : cells.claimEnd(rank, id, chunks)
      if (chunk < 0) break
      const begin = chunk * step
      const part = bytes.subarray(begin, Math.min(begin + step, length))
      if (!reach.write(way, peer.rank, offset + begin, address + begin, part)) {
        if (alone) {
          this.stage()
          return
        }
        peer.post(RETURNED, id, chunk)
        break
      }
      moved++
      movedBytes += part.length
    }
    if (moved === 0) return
    // A message that both ends move is counted by its receiver.
    if (alone) traffic.count(PUSH, movedBytes)
    else traffic.count(way, movedBytes, 0)
    if (alone || cells.addMoved(rank, id, moved, chunks)) {
      peer.post(ARRIVED, id)
      this.release(null)
    }
  }

  /** Gives up when the buffer is not what it was. @returns whether it did */
  abandonIfGone(): boolean {
    if (!this.isGone()) return false
    this.abandon(GONE, gone())
    return true
  }

  private isGone(): boolean {
    return isGone(this.content, this.length)
  }

  private abandon(reason: number, error: Error): void {
    this.peer.post(ABANDONED, this.id, reason)
    this.release(error)
  }

  private release(error: Error | null): void {
    if (this.id !== NO_ID) this.endpoint.outgoing.remove(this.id)
    this.cargo?.free()
    this.finish(error)
  }
}

function gone(): CrossmemError {
  return new CrossmemError(
    'ERR_DETACHED',
    'the buffer of a message went away while it was being sent: it was transferred, freed or resized. Wait for the request first.',
  )
}

function impossible(why: string): CrossmemError {
  return new CrossmemError(
    'ERR_PROTOCOL',
    `the protocol that this job is forced to use cannot carry this message: ${why}`,
  )
}
