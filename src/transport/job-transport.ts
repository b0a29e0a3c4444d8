import type { CrossmemError } from '../errors.ts'
import type { Arena } from '../memory/arena.ts'
import type { Content } from '../memory/pieces.ts'
import { Activities, type Activity } from './activities.ts'
import { Arrival } from './arrival.ts'
import { Bell } from './bell.ts'
import { Cells } from './cells.ts'
import { dispatch } from './dispatch.ts'
import { NO_ID, sendEager } from './eager.ts'
import { type Endpoint, OutgoingTable } from './endpoint.ts'
import { EventLoop } from './event-loop.ts'
import { deadlock, rankDied, rankEnded } from './failure.ts'
import { JobCommons } from './job-commons.ts'
import { longestEager } from './lane.ts'
import { Operation, type Waitable } from './operation.ts'
import { Outgoing } from './outgoing.ts'
import { Patience } from './patience.ts'
import { Peer } from './peer.ts'
import type { Place } from './place.ts'
import type { Forced } from './protocol.ts'
import { Reach } from './reach.ts'
import { TAG } from './record.ts'
import { DIED, ENDED, LANE_SLOTS, LEAVING, RUNNING, type Segment } from './segment.ts'
import { receiveShort } from './short-path.ts'
import { Staging } from './staging.ts'
import { type Traffic, TrafficCounter, trafficOf } from './traffic.ts'
import type { Commons, Inbox, Transport } from './transport.ts'

/** The longest message that goes through the lane by itself: two copies within the caches beat one and an answer. */
const EAGER_LIMIT = 8 * 1024
/** After so many vain waits for one lane, all are looked at. */
const ALL_EVERY = 8
const ANYBODY = -1

/** Messages between the ranks of one machine, through a control segment. */
export class JobTransport implements Transport {
  readonly rank: number
  readonly size: number
  readonly commons: Commons | null
  inbox: Inbox = { arrived: (message) => void message.keep() }
  shortTag = 0
  private readonly segment: Segment
  private readonly endpoint: Endpoint
  private readonly peers: Peer[] = []
  private readonly bell: Bell
  private readonly patience: Patience
  private readonly eventLoop: EventLoop
  private readonly activities = new Activities()
  private readonly arrival: Arrival
  private readonly reach: Reach

  constructor(segment: Segment, place: Place) {
    const { rank, forced } = place
    this.segment = segment
    this.rank = rank
    this.size = segment.size
    this.bell = new Bell(segment, rank, place.eventfds)
    for (let peer = 0; peer < segment.size; peer++) this.peers.push(new Peer(segment, this.bell, rank, peer))
    this.reach = new Reach(segment, rank, place.arenas, place.heapBytes, forced)
    const traffic = new TrafficCounter(segment, rank)
    this.endpoint = {
      rank,
      segment,
      bell: this.bell,
      cells: new Cells(segment),
      reach: this.reach,
      staging: new Staging(this.reach, traffic),
      traffic,
      peers: this.peers,
      eagerLimit: eagerLimit(segment, forced),
      outgoing: new OutgoingTable(),
    }
    this.patience = new Patience(this.bell, place.crowded)
    // A job that is forced to use one protocol shall use it for collectives too.
    this.commons =
      segment.size === 1 || forced !== null
        ? null
        : new JobCommons(segment, rank, this.bell, this.reach, traffic, this.patience.lineLooks, place.crowded)
    this.eventLoop = new EventLoop(this.bell, place.eventfds[rank], (followed) => this.lookForAll(followed))
    this.arrival = new Arrival(this.endpoint)
  }

  get arena(): Arena {
    return this.reach.arena
  }

  send(
    dest: number,
    context: number,
    tag: number,
    content: Content,
    type: number,
    synchronous: boolean,
  ): Operation | null {
    if (dest === this.rank) return this.sendToSelf(context, tag, content, type, synchronous)
    const { endpoint } = this
    const peer = this.peers[dest]
    if (!synchronous && content.length <= endpoint.eagerLimit && peer.clear) {
      if (sendEager(endpoint, peer, context, tag, content, type, NO_ID)) return null
    }
    const message = new Outgoing(endpoint, peer, context, tag, content, type, synchronous)
    peer.start(message)
    return message.done ? null : message
  }

  receiveShort(source: number, context: number, tag: number, notType: number, into: Uint8Array): number {
    const peer = this.peers[source]
    for (let round = this.patience.shortRounds; round > 0; round--) {
      const slot = peer.reader.next(this.patience.looks)
      if (slot < 0) continue
      this.shortTag = this.segment.i32[slot + TAG]
      return receiveShort(this.endpoint, peer, slot, context, tag, notType, into)
    }
    return -1
  }

  progress(): boolean {
    let any = false
    for (const peer of this.peers) if (!peer.clear && peer.flush()) any = true
    for (let word = 0; word < this.bell.words; word++) {
      let bits = this.bell.answer(word)
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits)
        bits &= ~(1 << bit)
        if (this.drain(word * 32 + bit)) any = true
      }
    }
    return this.activities.advance() || any
  }

  begin(activity: Activity): void {
    this.activities.begin(activity)
    this.eventLoop.accompany(true)
  }

  end(activity: Activity): void {
    this.activities.end(activity)
    if (this.activities.none) this.eventLoop.accompany(false)
  }

  get active(): boolean {
    return !this.activities.none
  }

  wait(operation: Waitable, peer: number): void {
    let idle = 0
    while (!operation.done) idle = this.lookFor(peer, idle) ? 0 : this.pause(operation, operation.awaited ?? peer, idle)
    if (operation.error !== null) throw operation.error
  }

  requireAlive(peer: number): void {
    const failure = this.failure(peer)
    // What came meanwhile was sent before the rank was gone.
    if (failure !== null && !this.progress()) throw failure
  }

  follow(operation: Operation, peer: number): void {
    this.eventLoop.follow(operation, peer)
  }

  traffic(): Traffic[] {
    return trafficOf(this.segment)
  }

  /** Blocks until all that this rank sent has arrived, or cannot any more. Activities that nobody waited for end here. */
  finalize(): void {
    this.activities.clear()
    this.eventLoop.accompany(false)
    this.waitWhile(({ rank, clear }) => !clear && (this.isRunning(rank) || this.isLeaving(rank)))
    this.segment.setLeaving(this.rank)
    this.bell.wakeAll()
    // A rank that leaves as well receives nothing any more.
    this.waitWhile((peer) => this.isRunning(peer.rank) && this.endpoint.outgoing.hasFor(peer))
  }

  /** For the end of the process. */
  close(): void {
    this.eventLoop.close()
  }

  /** Looks for records of `peer`, and now and then of all. @returns whether there were any */
  private lookFor(peer: number, idle: number): boolean {
    if (peer >= 0 && this.poll(peer, this.patience.looks)) {
      this.activities.advance()
      return true
    }
    const forAll = peer < 0 || (idle & (ALL_EVERY - 1)) === ALL_EVERY - 1 || this.patience.isLong(idle)
    return forAll && this.progress()
  }

  /** Waits a little, unless what is waited for can never come. @returns the number of waits in a row */
  private pause(operation: Waitable, peer: number, idle: number): number {
    if (this.patience.isLong(idle)) {
      const { deaths } = this.segment
      const failure = peer === this.rank || this.size === 1 ? deadlock() : this.failure(peer)
      if (failure !== null && !this.progress() && !operation.done) {
        // A rank that did its part before it went is not waited for any more, but another one may be.
        if ((operation.awaited ?? peer) === peer) throw failure
      }
      this.rest(idle, deaths, () => operation.done || this.progress())
    }
    return idle + 1
  }

  /** @param deaths how many ranks had ended when it was last seen that one may wait */
  private rest(idle: number, deaths: number, look: () => boolean): void {
    if (this.patience.yields(idle)) return
    this.eventLoop.interrupt()
    this.patience.sleep(deaths, look)
  }

  /** Blocks while a peer is waited for, unless somebody has died. */
  private waitWhile(isWaitedFor: (peer: Peer) => boolean): void {
    let idle = 0
    for (;;) {
      const { deaths } = this.segment
      if (this.failure(ANYBODY) !== null || !this.peers.some(isWaitedFor)) return
      idle = this.progress() ? 0 : idle + 1
      if (this.patience.isLong(idle)) this.rest(idle, deaths, () => this.progress())
    }
  }

  private sendToSelf(
    context: number,
    tag: number,
    content: Content,
    type: number,
    synchronous: boolean,
  ): Operation | null {
    const arrival = new Arrival(this.endpoint)
    arrival.fromSelf(context, tag, content, type, synchronous ? new Operation() : null)
    this.inbox.arrived(arrival)
    return arrival.own
  }

  /** Takes one record from a lane, looking for it `looks` times. @returns whether there was one */
  private poll(source: number, looks: number): boolean {
    const peer = this.peers[source]
    const slot = peer.reader.next(looks)
    if (slot < 0) return false
    dispatch(this.endpoint, peer, slot, this.arrival, this.inbox)
    return true
  }

  /** Takes what a lane holds, but lets others have their turn. */
  private drain(source: number): boolean {
    let taken = 0
    while (this.poll(source, 1)) {
      if (++taken < LANE_SLOTS) continue
      this.bell.remind(source)
      break
    }
    return taken > 0
  }

  /** For the event loop: goes on with everything, and ends what can never end. */
  private lookForAll(followed: Map<Operation, number>): boolean {
    if (this.progress()) return true
    if (this.segment.deaths === 0) return false
    const failures = [...followed].map(([operation, peer]) => ({ operation, failure: this.failure(peer) }))
    // What came meanwhile was sent before the rank was gone.
    if (this.progress()) return true
    for (const { operation, failure } of failures) {
      if (failure !== null && !operation.done) operation.finish(failure)
    }
    return false
  }

  /** Why nobody can be waited for any more: a rank has died, or nothing comes from `peer` (or anybody) any more. */
  private failure(peer: number): CrossmemError | null {
    const { segment, peers } = this
    if (segment.deaths === 0) return null
    const dead = peers.find(({ rank }) => segment.state(rank) === DIED)
    if (dead !== undefined) return rankDied(segment, dead.rank)
    if (peer >= 0) return this.isOver(peers[peer]) ? rankEnded(peer) : null
    const others = peers.filter(({ rank }) => rank !== this.rank)
    const last = others.at(-1)
    return last !== undefined && others.every((other) => this.isOver(other)) ? rankEnded(last.rank) : null
  }

  /** Whether a peer has ended, or leaves and has nothing under way to here. */
  private isOver({ rank, incoming }: Peer): boolean {
    return this.segment.state(rank) === ENDED || (this.isLeaving(rank) && incoming.size === 0)
  }

  private isRunning(rank: number): boolean {
    return this.segment.state(rank) === RUNNING
  }

  private isLeaving(rank: number): boolean {
    return this.segment.state(rank) === LEAVING
  }
}

function eagerLimit(segment: Segment, forced: Forced | null): number {
  if (forced === null) return Math.min(EAGER_LIMIT, longestEager(segment))
  return forced === 'eager' ? longestEager(segment) : 0
}
