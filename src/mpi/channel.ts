import type { Content } from '../memory/pieces.ts'
import type { ControlBlock } from '../transport/control-block.ts'
import type { Operation, Waitable } from '../transport/operation.ts'
import type { Message } from '../transport/transport.ts'
import { ANY_SOURCE } from './constants.ts'
import { VALUE } from './element-types.ts'
import type { MatchQueue } from './match-queue.ts'
import type { Port } from './port.ts'
import { Receive } from './receive.ts'

/**
 * Matched messages within one context of one communicator: what point-to-point calls and collectives are made of.
 * Ranks are the communicator's; a channel checks nothing that its caller has checked.
 */
export class Channel {
  readonly rank: number
  /** How many ranks this rank's group has. */
  readonly size: number
  readonly port: Port
  /** The job's ranks of those that messages go to and come from, by the communicator's. */
  readonly members: readonly number[]
  /** Where the communicator's ranks make collective calls in shared memory: null where they do not, undefined until they have agreed upon it. */
  block: ControlBlock | null | undefined
  /** Ends when they have, once they have begun to. */
  agreement: Operation | null = null
  private readonly context: number
  private readonly queue: MatchQueue
  private underWay = 0
  private atRest: (() => void) | null = null

  /** @param size of this rank's group, where the members are another one */
  constructor(port: Port, context: number, members: readonly number[], rank: number, size = members.length) {
    this.port = port
    this.context = context
    this.members = members
    this.rank = rank
    this.size = size
    this.queue = port.matcher.queue(context)
  }

  /** Starts a message. @returns null when its bytes may be changed already */
  start(content: Content, dest: number, tag: number, type = 0, synchronous = false): Operation | null {
    return this.port.transport.send(this.members[dest], this.context, tag, content, type, synchronous)
  }

  /** Starts a receive; without a buffer it makes one that fits. */
  post(into: Content | null, source: number, tag: number): Receive {
    return this.postReceive(new Receive(into, this.worldRank(source), tag))
  }

  /** Starts a receive that was made for a rank of the job. */
  postReceive<R extends Receive>(receive: R): R {
    this.queue.post(receive)
    return receive
  }

  /** Sends, and blocks until the bytes may be changed. */
  send(bytes: Uint8Array, dest: number, tag: number, type = 0): void {
    const operation = this.start(bytes, dest, tag, type)
    if (operation !== null) this.wait(operation, dest)
  }

  /** Receives, blocking. A shorter message is fine; a longer one is an error. */
  receive(into: Content | null, source: number, tag: number): Receive {
    const receive = this.post(into, source, tag)
    this.wait(receive, source)
    return receive
  }

  /**
   * Receives a short message from a rank by the shortest way, if nothing else waits here.
   * @returns its length, and {@link shortTag} is its tag; -1 when it must be received in the usual way
   */
  receiveShort(into: Uint8Array, source: number, tag: number): number {
    if (source === ANY_SOURCE || !this.queue.idle) return -1
    return this.port.transport.receiveShort(this.members[source], this.context, tag, VALUE, into)
  }

  get shortTag(): number {
    return this.port.transport.shortTag
  }

  /** Sends and receives at once, as both ends of a ring must. */
  exchange(bytes: Uint8Array, dest: number, into: Uint8Array | null, source: number, tag: number): Receive {
    const receive = this.post(into, source, tag)
    const operation = this.start(bytes, dest, tag)
    this.wait(receive, source)
    if (operation !== null) this.wait(operation, dest)
    return receive
  }

  /** Blocks until an operation with rank `peer` (or ANY_SOURCE) has ended; throws its error. */
  wait(operation: Waitable, peer: number): void {
    if (operation.done && operation.error === null) return
    try {
      this.port.transport.wait(operation, this.worldRank(peer))
    } catch (error) {
      if (operation instanceof Receive) this.cancel(operation)
      throw error
    }
  }

  /** Takes a receive back. @returns false when its message has been matched */
  cancel(receive: Receive): boolean {
    return this.queue.cancel(receive)
  }

  /** Takes all receives back that wait for a tag of these bits. */
  cancelAll(tag: number, mask: number): void {
    this.queue.cancelAll(tag, mask)
  }

  /** Something begins here that goes on by itself, until {@link ended}. */
  began(): void {
    this.underWay++
  }

  ended(): void {
    this.underWay--
    if (this.underWay > 0 || this.atRest === null) return
    this.atRest()
    this.atRest = null
  }

  /** Calls `then` when nothing is under way here any more. */
  whenAtRest(then: () => void): void {
    if (this.underWay === 0) then()
    else this.atRest = then
  }

  /** The first message that has arrived and matches, without taking it; looks for arrivals. */
  look(source: number, tag: number): Message | null {
    const { transport } = this.port
    const from = this.worldRank(source)
    transport.progress()
    const message = this.queue.find(from, tag)
    if (message === null) transport.requireAlive(from)
    return message
  }

  /** Blocks until there is a message that {@link look} finds. */
  await(source: number, tag: number): Message {
    const operation = this.queue.watch(this.worldRank(source), tag)
    try {
      this.port.transport.wait(operation, this.worldRank(source))
    } finally {
      this.queue.unwatch()
    }
    return this.queue.find(this.worldRank(source), tag)!
  }

  /** Takes a message that was found out of the queue; it will match nothing else. */
  take(message: Message): void {
    this.queue.take(message)
  }

  /** The job's rank for one of the communicator; ANY_SOURCE stays what it is. */
  worldRank(rank: number): number {
    return rank === ANY_SOURCE ? ANY_SOURCE : this.members[rank]
  }

  /** The communicator's rank for one of the job. */
  rankOf(worldRank: number): number {
    return this.members[worldRank] === worldRank ? worldRank : this.members.indexOf(worldRank)
  }
}
