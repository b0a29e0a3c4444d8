import { CrossmemError } from '../errors.ts'
import { type Content, isGone, Pieces } from '../memory/pieces.ts'
import { run } from '../memory/shape/build.ts'
import { addressOfBytes } from '../os/address.ts'
import { chunkBytes } from './cells.ts'
import type { Endpoint } from './endpoint.ts'
import { failureOf, IMPOSSIBLE, receiverGone } from './failure.ts'
import type { Operation } from './operation.ts'
import type { Peer } from './peer.ts'
import { ACCEPT, CREDIT, RECEIVER_PULLS, REFUSED, SENDER_MOVES, SENDER_STAGES, SENT, STAGE } from './record.ts'
import { CELLS } from './segment.ts'
import { readTable } from './series-table.ts'
import { STAGING_BUFFER_BYTES, STAGING_BUFFERS } from './staging-layout.ts'

/** From this length on, the sender is invited to copy too. */
export const HELP_FROM = 32 * 1024

/** What a record says of a large message: how long it is, and where its bytes lie with the sender. */
export interface Offered {
  readonly id: number
  readonly length: number
  readonly offset: number
  readonly address: number
  /** Whether it is in many pieces; then the list of these, see series-table.ts. */
  readonly inPieces: boolean
  readonly table: number
  readonly series: number
}

/** A large message on its receiver's side, from its match to the last byte. */
export class Incoming {
  private readonly endpoint: Endpoint
  private readonly peer: Peer
  private readonly id: number
  private readonly length: number
  private readonly offset: number
  private readonly address: number
  private readonly inPieces: boolean
  private readonly table: number
  private readonly series: number
  private readonly into: Content
  /** The length of what it comes into. */
  private readonly room: number
  private readonly operation: Operation
  private way = -1
  private staged = 0
  private pulled = 0

  constructor(
    endpoint: Endpoint,
    peer: Peer,
    { id, length, offset, address, inPieces, table, series }: Offered,
    into: Content,
    operation: Operation,
  ) {
    this.endpoint = endpoint
    this.peer = peer
    this.id = id
    this.length = length
    this.offset = offset
    this.address = address
    this.inPieces = inPieces
    this.table = table
    this.series = series
    this.into = into instanceof Pieces || into.length === length ? into : into.subarray(0, length)
    this.room = this.into.length
    this.operation = operation
  }

  /** Moves what can be moved now; the rest follows with the sender's records. */
  start(): void {
    const { endpoint, peer, length } = this
    const { forced } = endpoint.reach
    peer.incoming.set(this.id, this)
    if (length === 0) this.complete(true)
    else if (forced === 'staged' || forced === 'eager') this.invite(SENDER_STAGES)
    else {
      this.way = forced === 'push' ? -1 : endpoint.reach.way(peer.rank, this.offset)
      if (this.inPieces || this.into instanceof Pieces) this.pullPieces()
      else if (this.way >= 0) this.pull(this.into)
      else this.invite(SENDER_MOVES)
    }
  }

  /** The sender moved the last chunk. */
  arrived(): void {
    this.complete(false)
  }

  /** The sender could not move a chunk that it had claimed. */
  returned(chunk: number): void {
    const { endpoint, peer, id } = this
    const { step, chunks } = this.cut()
    if (chunk < 0 || chunk >= chunks) throw peer.damaged(`chunk ${chunk} of ${chunks}`)
    if (this.into instanceof Pieces) throw peer.damaged('a chunk of a message in pieces')
    if (!this.copy(this.into, chunk * step, step)) this.fallBack()
    else if (endpoint.cells.addMoved(peer.rank, id, 1, chunks)) this.complete(true)
  }

  /** A piece of the message lies in the sender's staging buffer. */
  piece(buffer: number, at: number, length: number): void {
    const { peer } = this
    const whole = Number.isInteger(length) && length > 0 && length <= STAGING_BUFFER_BYTES
    const valid = whole && buffer >= 0 && buffer < STAGING_BUFFERS
    if (!valid || at !== this.staged || at + length > this.length) throw peer.damaged('a staged piece out of place')
    if (!isGone(this.into, this.room)) this.takePiece(buffer * STAGING_BUFFER_BYTES, at, length)
    peer.post(CREDIT, this.id, buffer)
    this.staged += length
    if (this.staged === this.length) this.complete(false)
  }

  /** The sender gave up. */
  abandoned(reason: number): void {
    this.peer.incoming.delete(this.id)
    this.operation.finish(failureOf(reason, this.peer.rank))
  }

  private takePiece(offset: number, at: number, length: number): void {
    const { endpoint, peer, into } = this
    if (into instanceof Pieces) {
      const piece = new Uint8Array(length)
      endpoint.reach.readArena(peer.rank, offset, piece)
      into.scatter(at, piece)
    } else endpoint.reach.readArena(peer.rank, offset, into.subarray(at, at + length))
  }

  /** Moves a message that is in many pieces here or there, or both. */
  private pullPieces(): void {
    const { endpoint, peer, way, offset, address, length, into, inPieces, table, series } = this
    const { reach } = endpoint
    if (way < 0 || (inPieces && series === 0)) {
      if (reach.forced === null) this.invite(SENDER_STAGES)
      else this.refuse()
      return
    }
    const shape = inPieces ? readTable(endpoint, peer, table, series, offset, length) : run(0, length)
    const pieces = into instanceof Pieces ? into : new Pieces(into, 0, run(0, length))
    if (reach.readPieces(way, peer.rank, offset, address, shape, pieces)) {
      this.pulled = length
      this.complete(true)
    } else this.fallBack()
  }

  private pull(into: Uint8Array): void {
    const { endpoint, peer, id, length } = this
    if (length < HELP_FROM || id >= CELLS) {
      if (this.copy(into, 0, length)) this.complete(true)
      else this.fallBack()
      return
    }
    this.invite(RECEIVER_PULLS)
    const { step, chunks } = this.cut()
    let moved = 0
    for (;;) {
      const chunk = endpoint.cells.claimFront(peer.rank, id, chunks)
      if (chunk < 0) break
      if (!this.copy(into, chunk * step, step)) {
        this.fallBack()
        return
      }
      moved++
    }
    if (endpoint.cells.addMoved(peer.rank, id, moved + 1, chunks)) this.complete(true)
  }

  private copy(into: Uint8Array, begin: number, step: number): boolean {
    const { endpoint, peer, offset, address } = this
    const part = this.length <= step ? into : into.subarray(begin, begin + step)
    if (!endpoint.reach.read(this.way, peer.rank, offset + begin, address + begin, part)) return false
    this.pulled += part.length
    return true
  }

  private cut(): { step: number; chunks: number } {
    const step = chunkBytes(this.length)
    return { step, chunks: Math.ceil(this.length / step) }
  }

  /** Tells the sender where the bytes go and what it shall do. */
  private invite(role: number): void {
    const { endpoint, peer, id, into } = this
    if (into instanceof Pieces) peer.post(ACCEPT, id, role, 0, -1)
    else peer.post(ACCEPT, id, role, 0, endpoint.reach.offsetOf(into), addressOfBytes(into))
  }

  /** What was tried failed: have the whole message staged. */
  private fallBack(): void {
    const { endpoint, peer, id } = this
    this.staged = 0
    if (endpoint.reach.forced !== null) this.refuse()
    else peer.post(STAGE, id)
  }

  private refuse(): void {
    const { endpoint, peer, id } = this
    peer.incoming.delete(id)
    peer.post(REFUSED, id, IMPOSSIBLE)
    this.operation.finish(
      new CrossmemError(
        'ERR_PROTOCOL',
        `no protocol is left for a message of ${this.length} bytes from rank ${peer.rank}: ${endpoint.reach.whyNot(peer.rank)}`,
      ),
    )
  }

  private complete(tellSender: boolean): void {
    const { peer, id } = this
    peer.incoming.delete(id)
    if (this.way >= 0 && this.staged === 0) this.endpoint.traffic.count(this.way, this.pulled)
    if (tellSender) peer.post(SENT, id)
    this.operation.finish(isGone(this.into, this.room) ? receiverGone() : null)
  }
}
