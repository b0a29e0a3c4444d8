import type { Segment } from './segment.ts'

/**
 * The shared progress of one large message, in its sender's row of cells.
 *
 *     word  0                                    1
 *          +------------------+------------------+------------+
 *          | claimed at end   | claimed at front | moved      |
 *          +------------------+------------------+------------+
 *           high 16 bits       low 16 bits
 *
 * The message is cut in chunks. The receiver claims from the front and the sender from the end, each by one atomic addition, until they
 * meet. `moved` counts the chunks that have been copied, and 1 more when the receiver will not touch the cell again, so that the sender
 * may use it for another message: whoever brings it to chunks + 1 was the last.
 */
const MAX_CHUNKS = 32_000
const CLAIM = 0
const MOVED = 1

const LEAST_CHUNK = 32 * 1024
const MOST_CHUNK = 256 * 1024

/** How long a message's chunks are: a few for each side, for every chunk of an attached message is a system call. */
export function chunkBytes(length: number): number {
  const wanted = Math.min(Math.max(length / 8, LEAST_CHUNK), MOST_CHUNK)
  return Math.ceil(Math.max(wanted, length / MAX_CHUNKS) / 4096) * 4096
}

export class Cells {
  private readonly i32: Int32Array
  private readonly segment: Segment

  constructor(segment: Segment) {
    this.segment = segment
    this.i32 = segment.i32
  }

  /** Makes a cell ready for a new message. */
  reset(owner: number, id: number): void {
    const word = this.word(owner, id)
    Atomics.store(this.i32, word + CLAIM, 0)
    Atomics.store(this.i32, word + MOVED, 0)
  }

  /** The next chunk from the front, or -1. */
  claimFront(owner: number, id: number, chunks: number): number {
    const before = Atomics.add(this.i32, this.word(owner, id) + CLAIM, 1)
    const front = before & 0xffff
    return front + (before >>> 16) < chunks ? front : -1
  }

  /** The next chunk from the end, or -1. */
  claimEnd(owner: number, id: number, chunks: number): number {
    const before = Atomics.add(this.i32, this.word(owner, id) + CLAIM, 0x10000)
    const end = before >>> 16
    return (before & 0xffff) + end < chunks ? chunks - 1 - end : -1
  }

  /** Adds to what was moved. @returns whether that was the last of it */
  addMoved(owner: number, id: number, count: number, chunks: number): boolean {
    return Atomics.add(this.i32, this.word(owner, id) + MOVED, count) + count === chunks + 1
  }

  private word(owner: number, id: number): number {
    return this.segment.cellAt(owner, id) >>> 2
  }
}
