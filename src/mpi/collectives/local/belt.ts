import { SCRATCH_BYTES } from '../../../transport/control-block.ts'
import type { LocalCall } from './local-call.ts'
import { takeIfFree } from './take-if-free.ts'

/** Short enough that a piece stays in the second-level cache from one rank's copy to the other's. */
const PIECE_BYTES = 128 * 1024
const ALIGNMENT = 64

/** Where the heap is full. */
export const SHORTEST_PIECE = SCRATCH_BYTES / 4

/**
 * How bytes get to others that do not lie in the arena: piece by piece through two buffers in it, one of which is filled while the
 * other is read.
 */
export class Belt {
  /** Where the two buffers begin in the arena. */
  readonly offset: number
  /** The length of a piece. */
  readonly piece: number
  /** How many pieces. */
  readonly count: number
  private readonly call: LocalCall
  private readonly parts: readonly Uint8Array[]
  private readonly length: number

  constructor(call: LocalCall, parts: readonly Uint8Array[], length: number) {
    this.call = call
    this.parts = parts
    this.length = length
    const piece = Math.min(Math.ceil(length / ALIGNMENT) * ALIGNMENT, PIECE_BYTES)
    const taken = takeIfFree(call, 2 * piece)
    const own = taken >= 0
    this.offset = own ? taken : call.scratch + SCRATCH_BYTES / 2
    this.piece = own ? piece : SHORTEST_PIECE
    this.count = Math.ceil(length / this.piece)
  }

  /** Puts a piece on the belt. */
  stage(index: number): void {
    const { call, piece } = this
    const begin = index * piece
    const end = Math.min(begin + piece, this.length)
    const to = this.offset + (index % 2) * piece - begin
    let at = 0
    for (const part of this.parts) {
      const from = Math.max(begin, at)
      const until = Math.min(end, at + part.length)
      if (from < until) call.view.write(call.worldRank, to + from, part.subarray(from - at, until - at))
      at += part.length
    }
  }
}
