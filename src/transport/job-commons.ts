import { CrossmemError } from '../errors.ts'
import type { Bell } from './bell.ts'
import { claimBlock } from './board.ts'
import { ControlBlock } from './control-block.ts'
import type { Waitable } from './operation.ts'
import type { Reach } from './reach.ts'
import { NO_WINDOWS, type Segment, UNKNOWN_VIEW, WINDOWS } from './segment.ts'
import { SharedView } from './shared-view.ts'
import type { TrafficCounter } from './traffic.ts'
import type { Commons } from './transport.ts'

/** So many ranks' buffers are seen at once: two windows for each fit on the workbench, with some to spare. */
const MOST_MEMBERS = 48

/** What the ranks of a job have in common: each other's arenas, and the control blocks in the job's segment. */
export class JobCommons implements Commons {
  readonly #segment: Segment
  readonly #rank: number
  readonly #bell: Bell
  readonly #reach: Reach
  readonly #traffic: TrafficCounter
  readonly #looks: number
  readonly #crowded: boolean
  #view: SharedView | undefined

  /** @param looks how often to look at a line before something else is thought of */
  constructor(
    segment: Segment,
    rank: number,
    bell: Bell,
    reach: Reach,
    traffic: TrafficCounter,
    looks: number,
    crowded: boolean,
  ) {
    this.#segment = segment
    this.#rank = rank
    this.#bell = bell
    this.#reach = reach
    this.#traffic = traffic
    this.#looks = looks
    this.#crowded = crowded
  }

  get blocks(): number {
    return this.#segment.blockBits.count
  }

  declare(): void {
    if (this.#segment.view(this.#rank) !== UNKNOWN_VIEW) return
    this.#segment.setView(this.#rank, this.#seesOthers() ? WINDOWS : NO_WINDOWS)
    this.#bell.wakeAll()
  }

  declared(ranks: readonly number[]): Waitable {
    return new Declared(this.#segment, ranks)
  }

  claim(ranks: readonly number[]): number {
    if (ranks.length > MOST_MEMBERS) return -1
    if (ranks.some((rank) => this.#segment.view(rank) !== WINDOWS)) return -1
    const index = claimBlock(this.#segment)
    if (index >= 0) this.open(index, ranks, ranks.indexOf(this.#rank)).open()
    return index
  }

  open(index: number, ranks: readonly number[], rank: number): ControlBlock {
    return new ControlBlock(this.#sharedView(), index, ranks, rank)
  }

  /** Whether there is room for all that it takes: windows, the segment among them, and the own arena. */
  #seesOthers(): boolean {
    if (this.#reach.workbench === null) return false
    try {
      this.#sharedView()
      return true
    } catch (error) {
      // Too little address space, or too much of the workbench lent.
      if (!(error instanceof CrossmemError)) throw error
      return false
    }
  }

  #sharedView(): SharedView {
    const reach = this.#reach
    this.#view ??= new SharedView(
      reach,
      reach.workbench!,
      this.#segment,
      this.#bell,
      this.#traffic,
      this.#looks,
      this.#crowded,
    )
    return this.#view
  }
}

class Declared implements Waitable {
  readonly error = null
  readonly #segment: Segment
  readonly #ranks: readonly number[]

  constructor(segment: Segment, ranks: readonly number[]) {
    this.#segment = segment
    this.#ranks = ranks
  }

  get done(): boolean {
    return this.awaited < 0
  }

  get awaited(): number {
    return this.#ranks.find((rank) => this.#segment.view(rank) === UNKNOWN_VIEW) ?? -1
  }
}
