import { gatherFrom } from '../memory/pieces.ts'
import type { Outgoing } from './outgoing.ts'
import { STAGED } from './protocol.ts'
import type { Reach } from './reach.ts'
import { PIECE } from './record.ts'
import { STAGING_BUFFER_BYTES, STAGING_BUFFERS } from './staging-layout.ts'
import type { TrafficCounter } from './traffic.ts'

/**
 * The sender's side of messages that go by two copies: piece by piece through a few buffers at the beginning of its
 * arena, so that one piece is filled while the receiver empties another. Messages take their turns.
 */
export class Staging {
  readonly #reach: Reach
  readonly #traffic: TrafficCounter
  readonly #queue: Outgoing[] = []
  /** Which rank a buffer is with, or -1. */
  readonly #holder: number[] = new Array(STAGING_BUFFERS).fill(-1)

  constructor(reach: Reach, traffic: TrafficCounter) {
    this.#reach = reach
    this.#traffic = traffic
  }

  begin(message: Outgoing): void {
    message.staged = 0
    this.#queue.push(message)
    this.#pump()
  }

  /** Rank `from` has emptied a buffer. @returns false when it did not have it */
  credit(buffer: number, from: number): boolean {
    if (this.#holder[buffer] !== from) return false
    this.#holder[buffer] = -1
    this.#pump()
    return true
  }

  #pump(): void {
    while (this.#queue.length > 0) {
      const buffer = this.#holder.indexOf(-1)
      if (buffer < 0) return
      const message = this.#queue[0]
      if (message.abandonIfGone()) {
        this.#queue.shift()
        continue
      }
      const { peer, content, length, staged } = message
      const at = buffer * STAGING_BUFFER_BYTES
      const part = Math.min(length - staged, STAGING_BUFFER_BYTES)
      gatherFrom(content, staged, this.#reach.arena.reserved.subarray(at, at + part))
      this.#holder[buffer] = peer.rank
      peer.post(PIECE, message.messageId, buffer, part, staged)
      message.staged = staged + part
      if (message.staged < length) continue
      this.#queue.shift()
      this.#traffic.count(STAGED, length)
      message.stagingDone()
    }
  }
}
