import { releaseBlock } from './board.ts'
import { BLOCK_HEADER_BYTES, CALLS, LINE_BYTES } from './segment.ts'
import type { SharedView } from './shared-view.ts'

/**
 * A communicator's control block: what its ranks tell each other of the collective calls that they make.
 *
 *     +----------------+---------------------------+---------------------------+-----+
 *     | members        | lines of calls 0, 4, 8, … | lines of calls 1, 5, 9, … | ... |
 *     | that use it    | rank 0 | rank 1 | ...     | rank 0 | rank 1 | ...     |     |
 *     +----------------+---------------------------+---------------------------+-----+
 *
 *     line:  written by its rank alone, read by all
 *      word 0      1        2       3      4           5      6        7      8         10       12     14
 *     +------+----------+-------+------+-----------+------+--------+------+---------+---------+-------+-------+---------+
 *     | call | progress | taken | done | signature | root | extent | what | length  | offset  | table | piece | payload |
 *     +------+----------+-------+------+-----------+------+--------+------+---------+---------+-------+-------+---------+
 *                                                                          float64   float64   float64 float64 448 B
 *
 * Calls are numbered from 1, in the order in which they begin. A rank writes what it has to say of a call, then publishes the line by
 * storing the call's number in its first word. `done` takes that number when the rank has read all that it reads of the others' lines and
 * memory; so a line is free for the call CALLS later when all lines beside it are done. All words that others wait for
 * are stored and loaded with sequential consistency.
 */
export const PROGRESS = 1
export const TAKEN = 2
export const DONE = 3
export const SIGNATURE = 4
export const ROOT = 5
export const EXTENT = 6
export const WHAT = 7
export const LENGTH_F64 = 4
export const OFFSET_F64 = 5
export const TABLE_F64 = 6
export const PIECE_F64 = 7
export const PAYLOAD_AT = 64
export const PAYLOAD_BYTES = LINE_BYTES - PAYLOAD_AT

/** What each call may stage beside its line, in the rank's own arena. */
export const SCRATCH_BYTES = 16 * 1024

export class ControlBlock {
  readonly view: SharedView
  readonly rank: number
  readonly size: number
  /** The job's ranks, by the communicator's. */
  readonly members: readonly number[]
  readonly #index: number
  /** Where the block begins on the workbench. */
  readonly #at: number
  #scratch = -1

  constructor(view: SharedView, index: number, members: readonly number[], rank: number) {
    this.view = view
    this.#index = index
    this.members = members
    this.rank = rank
    this.size = members.length
    this.#at = view.segmentAt + view.segment.blockAt(index)
  }

  /** For whoever claimed the block, before anybody else knows of it. */
  open(): void {
    Atomics.store(this.view.i32, this.#at >>> 2, this.size)
  }

  /** Where the line of a member for a call is on the workbench. */
  line(call: number, member: number): number {
    return this.#at + BLOCK_HEADER_BYTES + ((call % CALLS) * this.size + member) * LINE_BYTES
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
    view.u8.fill(0, this.#at, this.#at + BLOCK_HEADER_BYTES + CALLS * this.size * LINE_BYTES)
    releaseBlock(view.segment, this.#index)
  }
}
