import { CrossmemError } from '../../../errors.ts'
import { yieldProcessor } from '../../../os/futex.ts'
import {
  type ControlBlock,
  EXTENT,
  LENGTH_F64,
  NEWS,
  PAYLOAD_AT,
  PAYLOAD_BYTES,
  PROGRESS,
  ROOT,
  SIGNATURE,
  TAKEN,
  WHAT,
} from '../../../transport/control-block.ts'
import type { SharedView } from '../../../transport/shared-view.ts'
import type { CollectiveName } from '../call-tag.ts'
import { decodeFailure, encodeFailure } from '../failure.ts'
import type { Step, Steps } from '../steps.ts'
import { FreeWait } from './free-wait.ts'
import { LineWait } from './line-wait.ts'
import { describe } from './signature.ts'

const CALL = 0
const A_FEW = 48
/** How often to let others run, one of which is just writing a few words. */
const PATIENCE = 10_000
/** Every call's number is at least this; numbers of 32 bits begin again below zero. */
const ANY_NUMBER = -0x80000000
/** What no signature is: this rank has failed in the call. */
const FAILURE = -1
/** As far as a rank can come. */
export const ALL = 0x7fffffff

/** One rank's part in one collective call, as its communicator's control block has it. */
export class LocalCall {
  readonly block: ControlBlock
  readonly view: SharedView
  readonly rank: number
  readonly size: number
  readonly members: readonly number[]
  /** This rank's number in the job. */
  readonly worldRank: number
  /** Where this rank's line begins on the workbench. */
  readonly line: number
  /** What this rank's line says there is to be had. */
  said = 0
  /** Memory of this rank's arena that was taken for this call alone. */
  held: { offset: number; bytes: number } | null = null
  private left = false
  private readonly number: number
  private readonly name: CollectiveName

  /** @param number the call's place among those of the communicator, from 0 */
  constructor(block: ControlBlock, name: CollectiveName, number: number) {
    this.block = block
    this.view = block.view
    this.rank = block.rank
    this.size = block.size
    this.members = block.members
    this.worldRank = block.members[block.rank]
    this.name = name
    // Zero is what lines hold that were never used.
    this.number = number + 1
    this.line = block.line(this.number, block.rank)
  }

  /** Whether this call's line may be written. */
  get isFree(): boolean {
    return this.block.isFree(this.number)
  }

  /** What is to be waited for when it may not. */
  get untilFree(): Step {
    return new FreeWait(this.block, this.number)
  }

  /** Says on the line what the call is; not for others to see before {@link publish}. */
  describe(signature: number, root: number, extent: number): void {
    const { i32 } = this.view
    const word = this.line >>> 2
    i32[word + PROGRESS] = 0
    i32[word + TAKEN] = 0
    i32[word + SIGNATURE] = signature
    i32[word + ROOT] = root
    i32[word + EXTENT] = extent
    i32[word + WHAT] = 0
    this.view.f64[(this.line >>> 3) + LENGTH_F64] = 0
    this.said = 0
  }

  publish(): void {
    this.block.tell(this.line, CALL, this.number)
  }

  /** This rank reads nothing more that is the others', and nobody reads what it holds. */
  leave(): void {
    this.left = true
    if (this.held !== null) this.view.arena.giveBack(this.held.offset, this.held.bytes)
    this.block.finish(this.number)
  }

  /** Whether some neighbouring members have published their lines. */
  haveArrived(first: number, count: number): boolean {
    const { board, looks } = this.view
    return board.lacking(this.lineOf(first), count, this.number, 0, ANY_NUMBER, looks) < 0
  }

  /** What is to be waited for when they have not. */
  untilArrived(first: number, count: number): LineWait {
    return this.untilReached(first, count, CALL, ANY_NUMBER)
  }

  /** Waits until a word of some neighbouring members has come to a value. */
  *reached(first: number, count: number, word: number, value: number): Steps<void> {
    const wait = this.untilReached(first, count, word, value)
    if (!wait.done) yield wait
    this.check(first, count)
  }

  /** What is to be waited for until it has. */
  untilReached(first: number, count: number, word: number, value: number): LineWait {
    return new LineWait(this.block, this.lineOf(first), first, count, this.number, word, value)
  }

  /** Where a member's line for this call begins on the workbench. */
  lineOf(member: number): number {
    return this.block.line(this.number, member)
  }

  /** Where this call may stage something in this rank's arena. @throws CrossmemError ERR_HEAP_FULL */
  get scratch(): number {
    return this.block.scratch(this.number)
  }

  /** A word of a member's line that others wait for. */
  word(member: number, word: number): number {
    return Atomics.load(this.view.i32, (this.lineOf(member) >>> 2) + word)
  }

  /** Writes a word of this rank's line before it is published. */
  note(word: number, value: number): void {
    this.view.i32[(this.line >>> 2) + word] = value
  }

  /** Copies bytes to a place on the workbench. */
  write(bytes: Uint8Array, place: number): void {
    const { u8 } = this.view
    const { length } = bytes
    // A call to copy costs more than a few bytes do.
    if (length <= A_FEW) for (let i = 0; i < length; i++) u8[place + i] = bytes[i]
    else u8.set(bytes, place)
  }

  /** Copies `length` bytes from a place on the workbench to byte `at` of a buffer. */
  read(place: number, into: Uint8Array, at: number, length: number): void {
    const { u8 } = this.view
    if (length <= A_FEW) for (let i = 0; i < length; i++) into[at + i] = u8[place + i]
    else into.set(u8.subarray(place, place + length), at)
  }

  /** @throws CrossmemError ERR_COLLECTIVE_PEER when a member has failed, and what was read of its line may be the reason */
  checkNews(member: number): void {
    const line = this.lineOf(member)
    if (Atomics.load(this.view.i32, (line >>> 2) + SIGNATURE) === FAILURE) throw this.failureAt(line)
  }

  /** An error about something that a member wrote. */
  damaged(member: number): CrossmemError {
    return new CrossmemError('ERR_SEGMENT', `rank ${member} has damaged the control block of its communicator`)
  }

  /** Tells those who wait for it of a word. */
  tell(word: number, value: number): void {
    this.block.tell(this.line, word, value)
  }

  /** Tells the others that this rank has failed, if they may still wait for it here. */
  fail(error: unknown): void {
    // The line may be another call's by now.
    if (this.left) return
    this.left = true
    if (this.held !== null) this.block.giveBackAfter(this.number, this.held.offset, this.held.bytes)
    // A line that is not free is so for good, or this would not have failed: then nobody gets as far as this call.
    if (this.isFree) this.tellFailure(error)
    this.block.finish(this.number)
  }

  private tellFailure(error: unknown): void {
    const { i32, u8 } = this.view
    const word = this.line >>> 2
    // The reason comes over what others may still read: they see first that it does.
    Atomics.store(i32, word + SIGNATURE, FAILURE)
    const news = encodeFailure(error, this.rank).subarray(0, PAYLOAD_BYTES)
    u8.set(news, this.line + PAYLOAD_AT)
    i32[word + NEWS] = news.length
    this.tell(PROGRESS, ALL)
    this.tell(TAKEN, ALL)
    this.tell(CALL, this.number)
  }

  /** @throws CrossmemError ERR_COLLECTIVE_PEER, ERR_COLLECTIVE_MISMATCH when a member has failed, or called something else */
  check(first: number, count: number): void {
    const { board } = this.view
    const index = board.disagreeing(this.lineOf(first), count, this.line)
    if (index < 0) return
    const other = first + index
    const line = this.lineOf(other)
    // Read once: the other one fails too when it finds out, and says so in this word.
    const signature = Atomics.load(this.view.i32, (line >>> 2) + SIGNATURE)
    if (signature === FAILURE) throw this.failureAt(line)
    const own = this.view.i32[(this.line >>> 2) + SIGNATURE]
    throw new CrossmemError(
      'ERR_COLLECTIVE_MISMATCH',
      `rank ${other} called ${this.inWords(line, signature)}, where rank ${this.rank} called ${this.inWords(this.line, own)}: ` +
        'all ranks of a communicator call its collectives in the same order, with the same root, op, type and count',
    )
  }

  /** Why a member has failed, whose line says that it has. */
  private failureAt(line: number): CrossmemError {
    const { i32, u8 } = this.view
    const word = line >>> 2
    for (let looks = 0; looks < PATIENCE && Atomics.load(i32, word + PROGRESS) !== ALL; looks++) yieldProcessor()
    const length = Math.min(Math.max(i32[word + NEWS], 4), PAYLOAD_BYTES)
    return decodeFailure(u8.slice(line + PAYLOAD_AT, line + PAYLOAD_AT + length), this.name)
  }

  private inWords(line: number, signature: number): string {
    const { i32, f64 } = this.view
    return describe(signature, i32[(line >>> 2) + ROOT], f64[(line >>> 3) + LENGTH_F64])
  }
}
