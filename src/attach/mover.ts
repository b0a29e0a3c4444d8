import { constants } from 'node:os'
import { NativeMemory } from '../os/native-memory.ts'
import { MAX_BYTES, transferLists } from '../os/process-vm.ts'
import type { End } from './copy-end.ts'
import { standingOf } from './grant.ts'
import { Cursor, Segments, setSegment } from './segments.ts'

const { EFAULT } = constants.errno

/** What goes through this process on its way from one to another: small enough to stay in the processor's cache. */
const BOUNCE_BYTES = 256 * 1024

/** One side of a copy as a thread needs to know it. */
export interface Place {
  readonly pid: number
  readonly segments: Segments
  /** Of another process: the descriptor of its memory, the slot's address there, and the state that it must have; else -1, 0, 0. */
  readonly memory: number
  readonly slot: number
  readonly state: number
}

export function placeOf({ pid, segments, grant }: End): Place {
  if (grant === null) return { pid, segments, memory: -1, slot: 0, state: 0 }
  return { pid, segments, memory: grant.owner.memory, slot: grant.slot, state: grant.state }
}

/** Why a move ended early: an errno, or one of these, when a region does not stand any more. */
export const DESTROYED = -1
export const GONE = -2

/**
 * Moves bytes from one place to another, piece by piece and only forward: straight between this process and another, or
 * through a buffer from one other process to another.
 */
export class Mover {
  /** 0, or why the last move ended early. */
  reason = 0
  /** Where the reason was found: at the side that bytes come from, or that they go to. */
  side: 'from' | 'to' = 'from'
  readonly #from: Place
  readonly #to: Place
  readonly #source: Cursor
  readonly #target: Cursor
  #bounce: { bytes: Segments; held: NativeMemory } | undefined

  constructor(from: Place, to: Place, fromOffset: number, toOffset: number) {
    this.#from = from
    this.#to = to
    this.#source = new Cursor(from.segments, fromOffset)
    this.#target = new Cursor(to.segments, toOffset)
  }

  /** Passes over bytes that another thread moves. */
  skip(bytes: number): void {
    this.#source.advance(bytes)
    this.#target.advance(bytes)
  }

  /** @returns how many of the next bytes were moved; fewer than asked when {@link reason} says why, or memory ended */
  move(length: number): number {
    this.reason = 0
    let moved = 0
    while (moved < length) {
      const most = Math.min(length - moved, MAX_BYTES)
      const got = this.#step(most)
      if (got > 0) {
        this.skip(got)
        moved += got
      }
      if (this.reason !== 0 || got <= 0) break
    }
    return moved
  }

  /** One system call; through a buffer, two. */
  #step(most: number): number {
    const [from, to] = [this.#from, this.#to]
    if (to.memory < 0) return this.#pull(this.#target, most)
    if (from.memory < 0) return this.#push(this.#source, most)
    this.#bounce ??= makeBounce()
    const got = this.#pull(new Cursor(this.#bounce.bytes), Math.min(most, BOUNCE_BYTES))
    const { reason, side } = this
    if (got === 0) return 0
    const put = this.#push(new Cursor(this.#bounce.bytes), got)
    if (this.reason === reason && put === got) this.side = side
    return put
  }

  /** A pid may mean another process or program by now; afterwards it is certain where the bytes were from. */
  #pull(into: Cursor, most: number): number {
    const local = into.list(false, most)
    const remote = this.#source.list(true, local.bytes)
    const got = transferLists(false, this.#from.pid, local.ranges, remote.ranges)
    return this.#stands('from') ? this.#judge('from', got, Math.min(local.bytes, remote.bytes)) : 0
  }

  #push(from: Cursor, most: number): number {
    if (!this.#stands('to')) return 0
    const local = from.list(false, most)
    const remote = this.#target.list(true, local.bytes)
    const got = transferLists(true, this.#to.pid, local.ranges, remote.ranges)
    return this.#stands('to') ? this.#judge('to', got, Math.min(local.bytes, remote.bytes)) : 0
  }

  #judge(side: 'from' | 'to', got: number, most: number): number {
    if (got === most) return got
    this.reason = got < 0 ? -got : EFAULT
    this.side = side
    return Math.max(got, 0)
  }

  #stands(side: 'from' | 'to'): boolean {
    const { memory, slot, state } = side === 'from' ? this.#from : this.#to
    if (memory < 0) return true
    const standing = standingOf(memory, slot, state)
    if (standing === 'good') return true
    this.reason = standing === 'gone' ? GONE : DESTROYED
    this.side = side
    return false
  }
}

function makeBounce(): { bytes: Segments; held: NativeMemory } {
  const held = new NativeMemory(BOUNCE_BYTES)
  return { held, bytes: Segments.allocate(1, (words) => setSegment(words, 0, held.address, BOUNCE_BYTES)) }
}
