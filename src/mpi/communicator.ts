import { CrossmemError, CrossmemRangeError, CrossmemTypeError } from '../errors.ts'
import { kindOf } from '../memory/bytes.ts'
import { type Agreement, agree, PROPOSAL_LENGTH, proposal } from './agreement.ts'
import { agreeAmong } from './agreement-among.ts'
import { checkTag } from './arguments.ts'
import { Channel } from './channel.ts'
import { allgather } from './collectives/allgather.ts'
import type { Steps } from './collectives/steps.ts'
import { CONGRUENT, type Comparison, IDENT } from './comparison.ts'
import { COMM_TYPE_SHARED } from './constants.ts'
import { Group, requireGroup } from './group.ts'
import { PersistentCollectives } from './persistent-collectives.ts'
import { CONTEXTS, type Port, SELF_CONTEXT } from './port.ts'
import type { Request } from './request.ts'
import { ValueChannel } from './value-channel.ts'

export interface SplitOptions {
  /** Ranks with the same color come together; undefined for those that join nobody. A whole number from 0. */
  color: number | undefined
  /** Orders the ranks within a color; those with the same key keep their order. 0 unless given. */
  key?: number
}

export interface SplitTypeOptions {
  /** What the ranks of a part have in common: COMM_TYPE_SHARED; undefined for those that join nobody. */
  type: typeof COMM_TYPE_SHARED | undefined
  /** Orders the ranks of a part; those with the same key keep their order. 0 unless given. */
  key?: number
}

export interface CreateGroupOptions {
  /** Tells apart calls whose members overlap; 0 to TAG_UB, 0 unless given. */
  tag?: number
}

/**
 * Ranks that talk among themselves (MPI 4.1, chapter 7): no message of one communicator is received in another. All
 * ranks of a communicator call its collectives, and dup and split, in the same order.
 */
export class Communicator extends PersistentCollectives {
  readonly #port: Port
  readonly #context: number
  readonly #members: readonly number[]
  #name = ''
  #group: Group | undefined

  /**
   * @param members the job's rank of each rank here
   * @param rank this process's
   */
  constructor(port: Port, context: number, members: readonly number[], rank: number) {
    const channel = (offset: number) => new Channel(port, context + offset, members, rank)
    super(new ValueChannel(channel(0), channel(2)), new ValueChannel(channel(1), channel(3)))
    this.#port = port
    this.#context = context
    this.#members = members
  }

  /** For whoever reads a log (MPI_Comm_set_name): 'world', 'self', and empty for others until it is set. */
  get name(): string {
    return this.#name
  }

  /** @throws CrossmemTypeError ERR_NAME */
  set name(name: string) {
    if (typeof name !== 'string') {
      throw new CrossmemTypeError('ERR_NAME', `a communicator's name is a string, not ${kindOf(name)}`)
    }
    this.#name = name
  }

  /** Its ranks (MPI_Comm_group). @throws CrossmemError ERR_COMM_FREED */
  get group(): Group {
    this.line()
    this.#group ??= new Group(this.#members, this.#members[this.rank])
    return this.#group
  }

  /**
   * IDENT for the same communicator, CONGRUENT for the same ranks in the same order, SIMILAR for them in another order, else
   * UNEQUAL (MPI_Comm_compare).
   * @throws CrossmemTypeError ERR_COMM; CrossmemError ERR_COMM_FREED for one of the two
   */
  compare(other: Communicator): Comparison {
    if (!(other instanceof Communicator)) {
      throw new CrossmemTypeError('ERR_COMM', `compare takes a communicator, not ${kindOf(other)}`)
    }
    const comparison = this.group.compare(other.group)
    return comparison === IDENT && other !== this ? CONGRUENT : comparison
  }

  /** A communicator of the same ranks, with messages of its own (MPI_Comm_dup). All ranks call it. */
  dup(): Communicator {
    return this.split({ color: 0, key: this.rank })!
  }

  /**
   * Begins {@link dup}, and goes on with it as nonblocking collectives do (MPI_Comm_idup).
   * @example
   * const request = world.idup()
   * // something else meanwhile
   * const library = request.wait()
   */
  idup(): Request<Communicator> {
    return this.begin(this.#duplicate())
  }

  *#duplicate(): Steps<Communicator> {
    return this.#made(yield* this.#agree(0, this.rank))!
  }

  /**
   * Divides the ranks into new communicators, one for each color (MPI_Comm_split). All ranks call it.
   * @returns this rank's; null for a rank without color
   * @throws CrossmemRangeError ERR_COLOR
   * @example
   * const half = world.split({ color: world.rank % 2 })!
   * console.log(`rank ${world.rank} of the world is rank ${half.rank} of ${half.size}`)
   */
  split({ color, key = 0 }: SplitOptions): Communicator | null {
    if (color !== undefined && !(Number.isInteger(color) && color >= 0 && color < 2 ** 31)) {
      throw new CrossmemRangeError('ERR_COLOR', `color ${color} is not a whole number from 0, nor undefined`)
    }
    if (!Number.isFinite(key)) throw new CrossmemRangeError('ERR_COLOR', `key ${key} is not a finite number`)
    return this.#made(this.finish(this.#agree(color, key)))
  }

  /**
   * Divides the ranks by what they share (MPI_Comm_split_type). All ranks call it. COMM_TYPE_SHARED puts those together that can share
   * memory: all of them, as a job runs on one machine.
   * @returns this rank's; null for a rank without a type
   * @throws CrossmemRangeError ERR_SPLIT_TYPE, ERR_COLOR
   * @example
   * const node = world.splitType({ type: COMM_TYPE_SHARED })!
   * console.log(`${node.size} of ${world.size} ranks are on this machine`)
   */
  splitType({ type, key = 0 }: SplitTypeOptions): Communicator | null {
    if (type !== undefined && type !== COMM_TYPE_SHARED) {
      throw new CrossmemRangeError(
        'ERR_SPLIT_TYPE',
        `splitType knows COMM_TYPE_SHARED, or undefined, not ${kindOf(type)}`,
      )
    }
    return this.split({ color: type === undefined ? undefined : 0, key })
  }

  /**
   * A communicator of a group of these ranks (MPI_Comm_create). All ranks call it: the members with the group, others with one that they
   * are no members of, as GROUP_EMPTY. Groups without common members can be made to communicators in one call.
   * @returns null for a rank that is no member
   * @throws CrossmemRangeError ERR_GROUP when the group holds ranks of others; CrossmemTypeError ERR_GROUP; CrossmemError
   *   ERR_COLLECTIVE_MISMATCH when the members do not give the same group
   * @example
   * const firstTwo = world.create(world.group.incl([0, 1].slice(0, world.size)))
   * firstTwo?.barrier()
   */
  create(group: Group): Communicator | null {
    const wanted = this.#ranksOf('create', group)
    const agreement = this.finish(this.#agree(group.rank === undefined ? undefined : colorOf(wanted), group.rank ?? 0))
    if (agreement !== null && String(agreement.ranks) !== String(wanted)) {
      throw new CrossmemError(
        'ERR_COLLECTIVE_MISMATCH',
        `of the group of ranks ${wanted.join(', ')} only ${agreement.ranks.join(', ')} called create with it: ` +
          'give the same group on all of its members',
      )
    }
    return this.#made(agreement)
  }

  /**
   * As {@link create}, but only the members call it, and nobody else has to (MPI_Comm_create_group).
   * @returns null for a rank that is no member, at once
   * @throws as create; CrossmemRangeError ERR_TAG
   */
  createGroup(group: Group, { tag = 0 }: CreateGroupOptions = {}): Communicator | null {
    const ranks = this.#ranksOf('createGroup', group)
    checkTag(tag)
    if (group.rank === undefined) return null
    const channel = new Channel(this.#port, this.#context + CONTEXTS - 1, this.#members, this.rank)
    return this.#made(agreeAmong(channel, ranks, tag))
  }

  /** Nonblocking collectives that are under way end as if it were not freed. @throws CrossmemError ERR_COMM_WORLD for world and self */
  override free(): void {
    if (this.#context <= SELF_CONTEXT) {
      throw new CrossmemError('ERR_COMM_WORLD', `the communicator ${this.#name} is there for good and cannot be freed`)
    }
    const { channel } = this.collective()
    super.free()
    channel.whenAtRest(() => {
      for (let context = this.#context; context < this.#context + CONTEXTS; context++) {
        this.#port.matcher.forget(context)
      }
      channel.block?.release()
    })
  }

  protected override twin(): Communicator {
    return this.#made(this.finish(this.#agree(0, this.rank)))!
  }

  /** Asks all ranks what they want. */
  *#agree(color: number | undefined, key: number): Steps<Agreement | null> {
    const reserved = this.#port.reserveContexts()
    const proposals = new Float64Array(PROPOSAL_LENGTH * this.size)
    yield* allgather(this.collective(), proposal(color, key, reserved), { recv: proposals })
    const agreement = agree(proposals, color)
    if (agreement?.context !== reserved) this.#port.returnContexts(reserved)
    return agreement
  }

  /** The communicator that was agreed on; null for a rank that joins nobody. */
  #made(agreement: Agreement | null): Communicator | null {
    if (agreement === null) return null
    const { context, ranks } = agreement
    const members = ranks.map((rank) => this.#members[rank])
    return new Communicator(this.#port, context, members, ranks.indexOf(this.rank))
  }

  /** A group's members by their ranks here. */
  #ranksOf(call: string, group: Group): number[] {
    requireGroup(call, group)
    this.line()
    return group.members.map((member) => {
      const rank = this.#members.indexOf(member)
      if (rank < 0) {
        throw new CrossmemRangeError(
          'ERR_GROUP',
          `${call} was given a group with rank ${member} of the world, which is none of this communicator`,
        )
      }
      return rank
    })
  }
}

/** A number for ranks in their order, so that those who give the same group find each other. */
function colorOf(ranks: readonly number[]): number {
  return ranks.reduce((color, rank) => (color * 131 + rank + 1) % 2 ** 40, 0)
}
