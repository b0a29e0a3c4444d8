import { releaseBlock } from './board.ts'
import { BLOCK_HEADER_BYTES, CALLS, LINE_BYTES } from './segment.ts'
import type { SharedView } from './shared-view.ts'

/**
 * A communicator's control block: what its ranks tell each other of the collective calls that they make.
 *
 *     +-------------+------------------------+---------------------------+---------------------------+-----+
 *     | how many    | rank 0: done | rank 1: | lines of calls 0, 8, 16…  | lines of calls 1, 9, 17…  | ... |
 *     | ranks use it|              |  done   | rank 0 | rank 1 | ...     | rank 0 | rank 1 | ...     |     |
 *     +-------------+------------------------+---------------------------+---------------------------+-----+
 *      64 B          64 B each                512 B each
 *
 *     line:  written by its rank alone, read by all
 *      word 0      1        2       3       4           5     6        7      8         10        12      14      16
 *     +------+----------+-------+-------+-----------+------+--------+------+---------+---------+-------+-------+---------+
 *     | call | progress | taken |       | signature | root | extent | what | length  | offset  | table | piece | payload |
 *     +------+----------+-------+-------+-----------+------+--------+------+---------+---------+-------+-------+---------+
 *                                                                           float64   float64   float64 float64 448 B
 *                                                                                    | a tiny payload, 24 B    |
 *
 * Calls are numbered from 1, in the order in which they begin. A rank writes what it has to say of a call, then publishes the line by
 * storing the call's number in its first word: so one cache line carries a small operand. It is `done` with a call when it has read all that
 * it reads of the others' lines and memory, and tells up to which call it is done with all; a line is free for the call CALLS later when
 * all ranks are. That stands elsewhere, so that nobody who waits for a line is disturbed. All words that others wait for are stored and
 * loaded with sequential consistency.
 */
export const PROGRESS = 1
export const TAKEN = 2
export const SIGNATURE = 4
export const ROOT = 5
export const EXTENT = 6
export const WHAT = 7
export const LENGTH_F64 = 4
export const OFFSET_F64 = 5
export const TABLE_F64 = 6
export const PIECE_F64 = 7
const TINY_AT = 40
const TINY_BYTES = 24
export const PAYLOAD_AT = 64
export const PAYLOAD_BYTES = LINE_BYTES - PAYLOAD_AT

/** What each call may stage beside its line, in the rank's own arena. */
export const SCRATCH_BYTES = 16 * 1024

/** At which byte of a line a payload of that length begins. */
export function payloadAt(length: number): number {
  return length <= TINY_BYTES ? TINY_AT : PAYLOAD_AT
}

export class ControlBlock {
  readonly view: SharedView
  readonly rank: number
  readonly size: number
  /** The job's ranks, by the communicator's. */
  readonly members: readonly number[]
  readonly #index: number
  /** Where the block begins on the workbench, and where in it the lines do. */
  readonly #at: number
  readonly #done: number
  readonly #lines: number
  /** Up to this call all ranks were done when it was last looked at. */
  #allDone = 0
  /** Up to this call this rank is done, and which later ones it is done with too, by their lines. */
  #ownDone = 0
  readonly #doneLater = new Array<number>(CALLS).fill(0)
  #scratch = -1

  constructor(view: SharedView, index: number, members: readonly number[], rank: number) {
    this.view = view
    this.#index = index
    this.members = members
    this.rank = rank
    this.size = members.length
    this.#at = view.segmentAt + view.segment.blockAt(index)
    this.#done = this.#at + BLOCK_HEADER_BYTES
    this.#lines = this.#done + members.length * BLOCK_HEADER_BYTES
  }

  /** For whoever claimed the block, before anybody else knows of it. */
  open(): void {
    Atomics.store(this.view.i32, this.#at >>> 2, this.size)
  }

  /** Where the line of a member for a call is on the workbench. */
  line(call: number, member: number): number {
    return this.#lines + ((call % CALLS) * this.size + member) * LINE_BYTES
  }

  /** Whether the lines for a call may be written: all are done with the call that had them before. */
  isFree(call: number): boolean {
    return this.#allDone >= call - CALLS || this.lagging(call) < 0
  }

  /** The first member that is not done yet with the call that had the lines of this one before; -1 when there is none. */
  lagging(call: number): number {
    const { board } = this.view
    // Mostly all are done with the call before this one, and nobody has to be asked again for a while.
    if (board.unfinished(this.#done, this.size, call - 1, 1) < 0) {
      this.#allDone = call - 1
      return -1
    }
    const member = board.unfinished(this.#done, this.size, call - CALLS, 1)
    if (member < 0) this.#allDone = call - CALLS
    return member
  }

  /** This rank is done with a call. */
  finish(call: number): void {
    if (call !== this.#ownDone + 1) {
      this.#doneLater[call % CALLS] = call
      return
    }
    let upTo = call
    while (this.#doneLater[(upTo + 1) % CALLS] === upTo + 1) upTo++
    this.#ownDone = upTo
    const { view } = this
    if (view.board.tell(this.#done + this.rank * BLOCK_HEADER_BYTES, upTo, view.sleepersAt) !== 0) {
      view.wake(this.members)
    }
  }

  /** The offset in this rank's arena of what it may stage for a call. @throws CrossmemError ERR_HEAP_FULL */
  scratch(call: number): number {
    if (this.#scratch < 0) this.#scratch = this.view.arena.take(CALLS * SCRATCH_BYTES)
    return this.#scratch + (call % CALLS) * SCRATCH_BYTES
  }

  /** Stores a word of this rank's own line that others may wait for, and wakes those that sleep. */
  tell(line: number, word: number, value: number): void {
    const { view } = this
    if (view.board.tell(line + word * 4, value, view.sleepersAt) !== 0) view.wake(this.members)
  }

  /** The communicator is freed on this rank. When all its ranks have done so, another one may have the block. */
  release(): void {
    const { view } = this
    if (this.#scratch >= 0) view.arena.giveBack(this.#scratch, CALLS * SCRATCH_BYTES)
    if (Atomics.sub(view.i32, this.#at >>> 2, 1) !== 1) return
    view.u8.fill(0, this.#at, this.#lines + CALLS * this.size * LINE_BYTES)
    releaseBlock(view.segment, this.#index)
  }
}
