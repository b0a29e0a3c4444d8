import type { CopiedAttributes } from './attributes.ts'
import { allgather } from './collectives/allgather.ts'
import type { Steps } from './collectives/steps.ts'
import type { Communicator, SplitOptions } from './communicator.ts'
import type { Group } from './group.ts'
import { PersistentCollectives } from './persistent-collectives.ts'
import type { Request } from './request.ts'
import type { Seat } from './seat.ts'

/** The leader of a group. */
const FIRST = 0

/** What a rank of the other group says of its part. */
interface Part {
  readonly color: number | undefined
  readonly leads: boolean
}

export interface MergeOptions {
  /**
   * Whether this rank's group comes behind the other one; the same in all of a group. If both groups say the same, that of the
   * leader with the lower rank in the world comes first. False unless given.
   */
  high?: boolean
}

/**
 * Two groups of ranks (MPI 4.1, chapter 7.6): messages go from one group to the other, and so do the data of collectives. `dest`, `source` and
 * `root` are ranks of the other group; `rank` and `size` are this process's and those of its own group.
 *
 * In a collective with a root, the root gives ROOT, the others of its group PROC_NULL, and the other group the root's rank.
 * @example
 * // The lower half of the ranks and the upper half.
 * const { rank, size } = world
 * const half = Math.ceil(size / 2)
 * const part = world.split({ color: rank < half ? 0 : 1 })!
 * if (size > 1) {
 *   const inter = part.intercommCreate({ localLeader: 0, peer: world, remoteLeader: rank < half ? half : 0 })
 *   console.log(`${inter.size} ranks here, ${inter.remoteSize} there`, inter.allgather(rank))
 *   inter.free()
 * }
 */
export class Intercommunicator extends PersistentCollectives {
  /** This process's group alone. */
  readonly #own: Communicator
  /** How often both groups have met since. */
  #meetings = 0

  /** For the library itself: see Communicator.intercommCreate. @param own of this group's ranks, in their order, for this alone */
  constructor(seat: Seat, own: Communicator, attributes?: CopiedAttributes) {
    super(seat, null, attributes)
    this.#own = own
  }

  /** How many ranks the other group has (MPI_Comm_remote_size). */
  get remoteSize(): number {
    return this.seat.remote!.members.length
  }

  /** The other group (MPI_Comm_remote_group). @throws CrossmemError ERR_COMM_FREED */
  override get remoteGroup(): Group {
    return super.remoteGroup!
  }

  /**
   * An intercommunicator of the same groups, with messages of its own (MPI_Comm_dup), and the attributes whose keyvals copy them. All ranks of both groups
   * call it.
   * @throws whatever a keyval throws
   */
  dup(): Intercommunicator {
    return this.finish(this.#duplicate(this.copyAttributes()))
  }

  /** Begins {@link dup}, and goes on with it as nonblocking collectives do (MPI_Comm_idup). */
  idup(): Request<Intercommunicator> {
    return this.begin(this.#duplicate(this.copyAttributes()))
  }

  /**
   * Divides both groups: ranks of the same color come together, as two groups again (MPI_Comm_split). All ranks of both groups call it.
   * @returns null for a rank without color, or whose color nobody in the other group has
   * @throws CrossmemRangeError ERR_COLOR
   */
  split(options: SplitOptions): Intercommunicator | null {
    this.line()
    return this.#facing(this.#own.split(options), options.color)
  }

  /**
   * An intercommunicator of a part of this group and a part of the other one (MPI_Comm_create). All ranks of both groups call it, those of a group with the
   * same part of it.
   * @returns null for a rank that is in no part, and for all when a part is empty
   * @throws as Communicator.create
   */
  create(group: Group): Intercommunicator | null {
    this.line()
    return this.#facing(this.#own.create(group), 0)
  }

  /**
   * A communicator of all ranks of both groups (MPI_Intercomm_merge). All of them call it.
   * @example
   * const part = world.split({ color: world.rank === 0 ? 0 : 1 })!
   * if (world.size > 1) {
   *   const inter = part.intercommCreate({ localLeader: 0, peer: world, remoteLeader: world.rank === 0 ? 1 : 0 })
   *   const all = inter.merge({ high: world.rank === 0 })
   *   console.log(`rank ${world.rank} of the world is now rank ${all.rank}`)
   * }
   */
  merge({ high = false }: MergeOptions = {}): Communicator {
    const { members } = this.seat
    const acquaintance = { localLeader: FIRST, peer: this, remoteLeader: FIRST, tag: this.#meetings++ }
    const { context, remote, note, isFirst } = this.finish(this.meet(this.#own, acquaintance, high ? 1 : 0))
    const isLow = high === (note === 1) ? isFirst : !high
    return this.#own.sibling(context, isLow ? [...members, ...remote] : [...remote, ...members])
  }

  override free(): void {
    super.free()
    this.#own.free()
  }

  protected override twin(): Intercommunicator {
    return this.finish(this.#duplicate(() => []))
  }

  *#duplicate(attributes: () => CopiedAttributes): Steps<Intercommunicator> {
    // Taken before anything is waited for, so that all ranks count alike.
    const meeting = this.#meetings++
    const own = yield* this.#own.duplicate()
    const seat = yield* this.#seatFor(own, FIRST, meeting)
    return new Intercommunicator(seat, own, attributes())
  }

  /** A part of this group faces the part of the other one that has the same color, if there is one. */
  #facing(part: Communicator | null, color: number | undefined): Intercommunicator | null {
    const theirs = this.finish(allgather(this.collective(), { color, leads: part?.rank === FIRST })) as Part[]
    const meeting = this.#meetings++
    if (part === null) return null
    const leader = theirs.findIndex((other) => other.leads && other.color === color)
    if (leader >= 0) return new Intercommunicator(this.finish(this.#seatFor(part, leader, meeting)), part)
    part.free()
    return null
  }

  /** @param leader of the other group's part, by its rank in the other group */
  *#seatFor(part: Communicator, leader: number, meeting: number): Steps<Seat> {
    const acquaintance = { localLeader: FIRST, peer: this, remoteLeader: leader, tag: meeting }
    return this.seatFacing(part, yield* this.meet(part, acquaintance))
  }
}
