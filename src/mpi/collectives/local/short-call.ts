import {
  type ControlBlock,
  EXTENT,
  LENGTH_F64,
  OFFSET_F64,
  PAYLOAD_BYTES,
  PIECE_F64,
  PROGRESS,
  payloadAt,
  ROOT,
  SCRATCH_BYTES,
  SIGNATURE,
  TAKEN,
  WHAT,
} from '../../../transport/control-block.ts'
import { EAGER, MAPPED } from '../../../transport/protocol.ts'
import type { SharedView } from '../../../transport/shared-view.ts'
import { ANY_SOURCE } from '../../constants.ts'
import { VALUE } from '../../element-types.ts'
import type { ValueChannel } from '../../value-channel.ts'
import { CollectiveCall } from '../call.ts'
import { type CollectiveName, nameOf } from '../call-tag.ts'
import { ALL, LocalCall } from './local-call.ts'
import { COPIED, DIRECT, PAYLOAD } from './offer.ts'

/** How often to look at lines before anything else is thought of. */
const QUICK_ROUNDS = 24
/** A call to copy costs more than a few bytes do. */
const A_FEW = 48

/**
 * The shortest way through a blocking collective whose operands go into the lines or beside them, or lie in the arena. There is one
 * object for a communicator, which is used again for every call; of short operands nothing is allocated. Lines are those of
 * control-block.ts, and say the same as those that {@link LocalCall} writes: ranks on the two ways meet each other.
 */
export class ShortCall {
  readonly view: SharedView
  readonly rank: number
  readonly size: number
  /** Where this rank's line begins on the workbench. */
  private own = 0
  private number = 0
  /** Whether others read this rank's own buffer, and whether this rank reads another's. */
  private lends = false
  private borrows = false
  private readonly line: ValueChannel
  private readonly block: ControlBlock

  constructor(line: ValueChannel, block: ControlBlock) {
    this.line = line
    this.block = block
    this.view = block.view
    this.rank = block.rank
    this.size = block.size
  }

  /** Begins the next call; @returns false when its line is not free yet, or nonblocking calls are under way: nothing has happened then */
  open(signature: number, root: number, extent: number): boolean {
    const { line, block, view, rank } = this
    if (line.channel.port.transport.active) return false
    const number = line.calls + 1
    if (!block.isFree(number)) return false
    const own = block.line(number, rank)
    const word = own >>> 2
    const { i32 } = view
    line.calls = number
    this.number = number
    this.own = own
    this.lends = false
    this.borrows = false
    i32[word + PROGRESS] = 0
    i32[word + TAKEN] = 0
    i32[word + SIGNATURE] = signature
    i32[word + ROOT] = root
    i32[word + EXTENT] = extent
    i32[word + WHAT] = 0
    view.f64[(own >>> 3) + LENGTH_F64] = 0
    return true
  }

  /** Whether {@link offer} can offer these: they are few, or in the arena. */
  canOffer(bytes: Uint8Array): boolean {
    return bytes.length <= SCRATCH_BYTES || this.view.arena.offsetOf(bytes) >= 0
  }

  /** Offers bytes that it can offer. @param how and @param type as in offer.ts */
  offer(bytes: Uint8Array, how: number, type: number): void {
    const { view, own } = this
    const { length } = bytes
    view.f64[(own >>> 3) + LENGTH_F64] = length
    let what = PAYLOAD
    if (length > SCRATCH_BYTES) {
      what = DIRECT
      this.lends = true
      view.f64[(own >>> 3) + OFFSET_F64] = view.arena.offsetOf(bytes)
      view.f64[(own >>> 3) + PIECE_F64] = 0
    } else if (length > PAYLOAD_BYTES) {
      what = COPIED
      const scratch = this.block.scratch(this.number)
      view.f64[(own >>> 3) + OFFSET_F64] = scratch
      this.write(bytes, view.locate(this.block.members[this.rank], scratch, SCRATCH_BYTES))
    } else this.write(bytes, own + payloadAt(length))
    view.i32[(own >>> 2) + WHAT] = what | (how << 8) | (type << 16)
  }

  publish(): void {
    this.block.tell(this.own, 0, this.number)
  }

  /** Ends the call on this rank; if others read its own buffer, when they have. */
  close(): void {
    if (this.lends || this.borrows) this.block.tell(this.own, TAKEN, ALL)
    if (this.lends) this.awaitTaken()
    this.block.finish(this.number)
  }

  private awaitTaken(): void {
    const { view, block, number, size } = this
    const lines = block.line(number, 0)
    for (let round = 0; view.board.lacking(lines, size, number, TAKEN * 4, ALL, view.looks) >= 0; round++) {
      if (round < QUICK_ROUNDS) continue
      this.line.channel.wait(this.slow.untilReached(0, size, TAKEN, ALL), ANY_SOURCE)
      break
    }
    // One that has failed has told so by the same word.
    if (view.board.disagreeing(lines, size, this.own) >= 0) this.slow.check(0, size)
  }

  /** Blocks until some neighbouring members have published their lines, and looks whether they agree. */
  await(member: number, count: number): void {
    const { view, block, number } = this
    const { board, looks } = view
    const lines = block.line(number, member)
    for (let round = 0; board.lacking(lines, count, number, 0, -0x80000000, looks) >= 0; round++) {
      if (round < QUICK_ROUNDS) continue
      this.line.channel.wait(this.slow.untilArrived(member, count), ANY_SOURCE)
      break
    }
    if (board.disagreeing(lines, count, this.own) >= 0) this.slow.check(member, count)
  }

  /**
   * Copies `length` bytes of what a member offers, from byte `begin`, to byte `at` of a buffer.
   * @param all how long the whole offer must be
   * @returns false when it is something else
   */
  take(member: number, begin: number, all: number, how: number, into: Uint8Array, at: number, length: number): boolean {
    const { view } = this
    const line = this.block.line(this.number, member)
    const word = view.i32[(line >>> 2) + WHAT]
    if (((word >>> 8) & 255) !== how || ((word >>> 16) & 255) === VALUE) return false
    if (view.f64[(line >>> 3) + LENGTH_F64] !== all) return false
    if ((word & 255) === DIRECT) return this.takeFromArena(member, line, begin, all, into, at, length)
    const place = this.placeOf(line, word & 255, member, all)
    if (place < 0) return false
    this.read(place + begin, into, at, length)
    view.traffic.count(EAGER, length)
    return true
  }

  private takeFromArena(
    member: number,
    line: number,
    begin: number,
    all: number,
    into: Uint8Array,
    at: number,
    length: number,
  ): boolean {
    const { view } = this
    const offset = view.f64[(line >>> 3) + OFFSET_F64]
    if (!(Number.isSafeInteger(offset) && offset >= 0 && offset + all <= view.arena.byteLength)) return false
    this.borrows = true
    const rank = this.block.members[member]
    for (let done = 0; done < length; ) {
      const part = view.span(offset + begin + done, length - done)
      this.read(view.locate(rank, offset + begin + done, part), into, at + done, part)
      done += part
    }
    view.traffic.count(MAPPED, length)
    return true
  }

  /** Copies from a place on the workbench to byte `at` of a buffer. */
  read(place: number, into: Uint8Array, at: number, length: number): void {
    const { u8 } = this.view
    if (length <= A_FEW) for (let i = 0; i < length; i++) into[at + i] = u8[place + i]
    else into.set(u8.subarray(place, place + length), at)
  }

  /** Copies bytes to a place on the workbench. */
  private write(bytes: Uint8Array, place: number): void {
    const { u8 } = this.view
    const { length } = bytes
    if (length <= A_FEW) for (let i = 0; i < length; i++) u8[place + i] = bytes[i]
    else u8.set(bytes, place)
  }

  /** Where what a member offers is on the workbench, all in one piece; -1 when it is not there. */
  place(member: number, all: number): number {
    const line = this.block.line(this.number, member)
    return this.placeOf(line, this.view.i32[(line >>> 2) + WHAT] & 255, member, all)
  }

  /** The same call, for what is out of the ordinary. */
  get slow(): LocalCall {
    const call = new LocalCall(this.block, this.name, this.number - 1)
    if (this.lends) call.said = DIRECT
    return call
  }

  /** The same call, with its messages. */
  get messages(): CollectiveCall {
    const { i32 } = this.view
    const call = new CollectiveCall(this.line, this.name, i32[(this.own >>> 2) + ROOT], this.number - 1)
    call.local = this.slow
    return call
  }

  private placeOf(line: number, what: number, member: number, all: number): number {
    if (what === PAYLOAD) return all <= PAYLOAD_BYTES ? line + payloadAt(all) : -1
    const { view } = this
    const offset = view.f64[(line >>> 3) + OFFSET_F64]
    const fits = what === COPIED && Number.isSafeInteger(offset) && offset >= 0 && offset + all <= view.arena.byteLength
    return fits && view.span(offset, all) === all ? view.locate(this.block.members[member], offset, all) : -1
  }

  private get name(): CollectiveName {
    return nameOf(this.view.i32[(this.own >>> 2) + SIGNATURE] & 255)
  }
}
