import { CrossmemError } from '../errors.ts'
import type { Bell } from './bell.ts'
import type { Incoming } from './incoming.ts'
import { LaneReader, LaneWriter } from './lane.ts'
import { ADDRESS_F64, ID, KIND, LENGTH_F64, OFFSET_F64, ROLE } from './record.ts'
import type { Segment } from './segment.ts'

/** Something that waits for room in a lane. */
export interface Pending {
  /** @returns false when there is still no room */
  start(): boolean
}

/** What this rank has of another one: the lanes both ways, what waits for room, the messages that are coming. */
export class Peer {
  readonly rank: number
  readonly reader: LaneReader
  readonly writer: LaneWriter
  /** Records about messages under way that found no room. They go before new messages, which may need what they bring. */
  private readonly controls: Pending[] = []
  /** Messages that found no room, in order. */
  private readonly messages: Pending[] = []
  /** Large messages from there that are under way, by their id. */
  readonly incoming = new Map<number, Incoming>()
  private readonly segment: Segment
  private readonly bell: Bell

  constructor(segment: Segment, bell: Bell, own: number, rank: number) {
    this.segment = segment
    this.bell = bell
    this.rank = rank
    this.reader = new LaneReader(segment, rank, own)
    this.writer = new LaneWriter(segment, own, rank)
  }

  /** Whether nothing waits for room. */
  get clear(): boolean {
    return this.messages.length === 0 && this.controls.length === 0
  }

  /** Starts a message now, or as soon as what waits before it has been started. */
  start(message: Pending): void {
    if (this.clear && message.start()) return
    this.await(this.messages, message)
  }

  /** Starts what waits, as far as there is room. @returns whether anything was started */
  flush(): boolean {
    const started = startFirst(this.controls) + (this.controls.length === 0 ? startFirst(this.messages) : 0)
    if (this.clear) this.writer.setWaiting(false)
    return started > 0
  }

  /** Sends a record without payload; see record.ts for what the numbers mean. */
  post(kind: number, id: number, role = 0, length = 0, offset = 0, address = 0): void {
    if (this.controls.length === 0 && this.tryPost(kind, id, role, length, offset, address)) return
    this.await(this.controls, { start: () => this.tryPost(kind, id, role, length, offset, address) })
  }

  /** An error about something that this peer wrote. */
  damaged(what: string): CrossmemError {
    return new CrossmemError('ERR_SEGMENT', `rank ${this.rank} has damaged the control segment: ${what}`)
  }

  private await(queue: Pending[], pending: Pending): void {
    queue.push(pending)
    this.writer.setWaiting(true)
    // Room that was made before the consumer could know that it is waited for.
    this.flush()
  }

  private tryPost(kind: number, id: number, role: number, length: number, offset: number, address: number): boolean {
    const { writer } = this
    if (!writer.begin(0)) return false
    const { i32, f64 } = this.segment
    const { slot } = writer
    i32[slot + KIND] = kind
    i32[slot + ID] = id
    i32[slot + ROLE] = role
    f64[(slot >>> 1) + LENGTH_F64] = length
    f64[(slot >>> 1) + OFFSET_F64] = offset
    f64[(slot >>> 1) + ADDRESS_F64] = address
    if (!writer.commit()) this.bell.ring(this.rank)
    return true
  }
}

/** Starts as many as can be. @returns how many */
function startFirst(queue: Pending[]): number {
  let started = 0
  while (started < queue.length && queue[started].start()) started++
  queue.splice(0, started)
  return started
}
