import type { Arena } from '../memory/arena.ts'
import { SLOT, type Workbench } from '../memory/workbench.ts'
import type { Bell } from './bell.ts'
import { type BoardKernel, boardKernel } from './board-kernel.ts'
import { ATTACH } from './protocol.ts'
import type { Reach } from './reach.ts'
import { type Segment, SLEEPERS_AT } from './segment.ts'
import type { TrafficCounter } from './traffic.ts'

/**
 * What one rank sees of all ranks of its machine, in one linear memory: their arenas, window by window, and the control blocks of
 * their communicators. Places are byte offsets there. A place in an arena holds until the next one is asked for, at least; kernels and
 * loops ask anew for every piece.
 */
export class SharedView {
  readonly u8: Uint8Array<ArrayBuffer>
  readonly i32: Int32Array<ArrayBuffer>
  readonly f64: Float64Array<ArrayBuffer>
  readonly board: BoardKernel
  readonly segment: Segment
  readonly arena: Arena
  readonly traffic: TrafficCounter
  /** Memory of this rank's own on the workbench, for what is being worked on. */
  readonly lap: number
  /** The byte at which the control segment begins here. */
  readonly segmentAt: number
  readonly sleepersAt: number
  /** How often to look at a line before something else is thought of. */
  readonly looks: number
  /** Whether ranks outnumber processors. */
  readonly crowded: boolean
  readonly #reach: Reach
  readonly #workbench: Workbench
  readonly #bell: Bell
  #leftovers: { isOver: () => boolean; offset: number; bytes: number }[] = []

  constructor(
    reach: Reach,
    workbench: Workbench,
    segment: Segment,
    bell: Bell,
    traffic: TrafficCounter,
    looks: number,
    crowded: boolean,
  ) {
    this.#reach = reach
    this.#workbench = workbench
    this.#bell = bell
    this.segment = segment
    this.arena = reach.arena
    this.traffic = traffic
    this.looks = looks
    this.crowded = crowded
    this.u8 = workbench.bytes
    this.i32 = new Int32Array(this.u8.buffer)
    this.f64 = new Float64Array(this.u8.buffer)
    this.lap = workbench.lap
    this.segmentAt = workbench.lend(segment.size, 0, Math.min(segment.u8.length, SLOT)).bytes.byteOffset
    this.sleepersAt = this.segmentAt + SLEEPERS_AT
    this.board = boardKernel((code) => workbench.kernel(code))
  }

  /** Makes the functions of a kernel that works on all of this. */
  kernel(code: Uint8Array): unknown {
    return this.#workbench.kernel(code)
  }

  /** How many of `length` bytes at `offset` of an arena lie in one piece here. */
  span(offset: number, length: number): number {
    return Math.min(length, SLOT - (offset % SLOT))
  }

  /** Where bytes of rank `rank`'s arena are, which are a {@link span}. */
  locate(rank: number, offset: number, length: number): number {
    return this.#workbench.locate(rank, offset, length)
  }

  /** Copies from rank `rank`'s arena. */
  read(rank: number, offset: number, into: Uint8Array): void {
    this.#workbench.read(rank, offset, into)
  }

  /** Copies into rank `rank`'s arena. */
  write(rank: number, offset: number, from: Uint8Array): void {
    this.#workbench.write(rank, offset, from)
  }

  /** Whether this rank may attach to all of these, so that they probably may attach to it. */
  mayAttach(ranks: readonly number[]): boolean {
    return ranks.every((rank) => this.#reach.refusalOf(rank) === 0)
  }

  /** Copies from rank `rank`'s memory outside of its arena. @returns false when that failed */
  readAttached(rank: number, address: number, into: Uint8Array): boolean {
    return this.#reach.refusalOf(rank) === 0 && this.#reach.read(ATTACH, rank, -1, address, into)
  }

  /** Takes memory of this rank's arena. @throws CrossmemError ERR_HEAP_FULL */
  take(bytes: number): number {
    if (this.#leftovers.length > 0) this.#clearUp()
    return this.arena.take(bytes)
  }

  /** Gives memory of this rank's arena back as soon as it is seen that nobody uses it any more. */
  giveBackWhen(isOver: () => boolean, offset: number, bytes: number): void {
    this.#leftovers.push({ isOver, offset, bytes })
    this.#clearUp()
  }

  #clearUp(): void {
    this.#leftovers = this.#leftovers.filter((leftover) => {
      if (!leftover.isOver()) return true
      this.arena.giveBack(leftover.offset, leftover.bytes)
      return false
    })
  }

  /** Wakes those of some ranks that sleep. */
  wake(ranks: readonly number[]): void {
    for (const rank of ranks) this.#bell.wake(rank)
  }
}
