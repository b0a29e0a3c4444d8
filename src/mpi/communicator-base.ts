import { CrossmemError, CrossmemTypeError } from '../errors.ts'
import { kindOf } from '../memory/bytes.ts'
import { Attributes, type CopiedAttributes, type Keyval } from './attributes.ts'
import { type Bridge, bridge } from './bridge.ts'
import { Channel } from './channel.ts'
import type { Steps } from './collectives/steps.ts'
import { CONGRUENT, type Comparison, IDENT, SIMILAR, UNEQUAL } from './comparison.ts'
import { Group } from './group.ts'
import { NonblockingCalls } from './nonblocking-calls.ts'
import { CONTEXTS, SELF_CONTEXT, WIRE_CONTEXT } from './port.ts'
import type { Seat } from './seat.ts'
import { ValueChannel } from './value-channel.ts'

/** By whom two groups make each other's acquaintance. */
export interface Acquaintance {
  /** This group's leader, by its rank in the group. */
  localLeader: number
  /** At the leader: a communicator in which it and the other leader are. */
  peer?: CommunicatorBase
  /** At the leader: the other one's rank there. */
  remoteLeader?: number
  /** Tells apart calls by the same leaders; 0 to TAG_UB, the same for both, 0 unless given. */
  tag?: number
}

/** What communicators of one group and of two groups have in common: all but how they are made. */
export class CommunicatorBase extends NonblockingCalls {
  /** For what is made of this communicator. */
  protected readonly seat: Seat
  readonly #attributes: Attributes
  #name = ''
  #group: Group | undefined
  #remoteGroup: Group | undefined

  /** @param attributes what the communicator of which this one is a duplicate passes on */
  constructor(seat: Seat, attributes?: CopiedAttributes) {
    const { port, context, members, rank, remote } = seat
    const channel = (offset: number) =>
      new Channel(port, context + offset, remote?.members ?? members, rank, members.length)
    super(new ValueChannel(channel(0), channel(2)), new ValueChannel(channel(1), channel(3), remote?.ownGroup))
    this.seat = seat
    this.#attributes = new Attributes(this, attributes)
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

  /** Its ranks; of an intercommunicator, those of this process's group (MPI_Comm_group). @throws CrossmemError ERR_COMM_FREED */
  get group(): Group {
    this.line()
    this.#group ??= this.#groupOf(this.seat.members)
    return this.#group
  }

  /** The other group of an intercommunicator (MPI_Comm_remote_group), which others do not have. @throws CrossmemError ERR_COMM_FREED */
  get remoteGroup(): Group | undefined {
    this.line()
    const { remote } = this.seat
    if (remote !== undefined) this.#remoteGroup ??= this.#groupOf(remote.members)
    return this.#remoteGroup
  }

  /**
   * IDENT for the same communicator, CONGRUENT for the same ranks in the same order, SIMILAR for them in another order, else
   * UNEQUAL (MPI_Comm_compare). Of intercommunicators both groups count.
   * @throws CrossmemTypeError ERR_COMM; CrossmemError ERR_COMM_FREED for one of the two
   */
  compare(other: CommunicatorBase): Comparison {
    if (!(other instanceof CommunicatorBase)) {
      throw new CrossmemTypeError('ERR_COMM', `compare takes a communicator, not ${kindOf(other)}`)
    }
    const comparisons = [this.group.compare(other.group)]
    const [ours, theirs] = [this.remoteGroup, other.remoteGroup]
    if (ours !== undefined && theirs !== undefined) comparisons.push(ours.compare(theirs))
    else if (ours !== theirs) return UNEQUAL
    if (comparisons.includes(UNEQUAL)) return UNEQUAL
    if (comparisons.includes(SIMILAR)) return SIMILAR
    return other === this ? IDENT : CONGRUENT
  }

  /**
   * Keeps something with this communicator, under a key of the caller's own (MPI_Comm_set_attr); see {@link Keyval}.
   * @throws CrossmemTypeError ERR_KEYVAL; CrossmemError ERR_COMM_FREED; whatever the keyval throws for the value that was there
   */
  setAttr<T>(keyval: Keyval<T, this>, value: T): void {
    this.line()
    this.#attributes.set(keyval, value)
  }

  /** What is kept here under a key; undefined for nothing (MPI_Comm_get_attr). @throws as setAttr */
  getAttr<T>(keyval: Keyval<T, this>): T | undefined {
    this.line()
    return this.#attributes.get(keyval)
  }

  /** Deletes what is kept under a key (MPI_Comm_delete_attr). @returns whether there was anything. @throws as setAttr */
  deleteAttr<T>(keyval: Keyval<T, this>): boolean {
    this.line()
    return this.#attributes.delete(keyval)
  }

  /**
   * Gives the communicator up. Its attributes are deleted first, the last that was set before the others; nonblocking collectives that are under way
   * end as if it were not freed.
   * @throws CrossmemError ERR_COMM_WORLD for world and self; whatever the keyval of an attribute throws, and then it is not freed
   */
  override free(): void {
    const { context, port } = this.seat
    if (context <= SELF_CONTEXT) {
      throw new CrossmemError('ERR_COMM_WORLD', `the communicator ${this.#name} is there for good and cannot be freed`)
    }
    const { channel } = this.collective()
    this.#attributes.clear()
    super.free()
    channel.whenAtRest(() => {
      for (let each = context; each < context + CONTEXTS; each++) port.matcher.forget(each)
      channel.block?.release()
    })
  }

  /** Deletes all attributes, as {@link free} does. @throws whatever the keyval of one throws */
  deleteAttrs(): void {
    this.#attributes.clear()
  }

  /**
   * Begins to duplicate the attributes.
   * @returns gives them, for the duplicate, or throws what a keyval has thrown: only when the other ranks need not wait for this one any more
   */
  protected copyAttributes(): () => CopiedAttributes {
    try {
      const copied = this.#attributes.copy()
      return () => copied
    } catch (error) {
      return () => {
        throw error
      }
    }
  }

  /**
   * A group of ranks makes the acquaintance of another one.
   * @param group a communicator of its ranks
   * @param note a number for the other group
   * @throws CrossmemRangeError ERR_GROUP
   */
  protected meet(
    group: CommunicatorBase,
    { localLeader, peer, remoteLeader, tag = 0 }: Acquaintance,
    note = 0,
  ): Steps<Bridge> {
    const wire = group.rank === localLeader ? { channel: peer!.wire, leader: remoteLeader!, tag } : null
    return bridge(group.collective(), localLeader, group.seat.members, wire, note)
  }

  /** The seat of this process in an intercommunicator. @param own of its group, from now on for that alone */
  protected seatFacing(own: CommunicatorBase, { context, remote }: Bridge): Seat {
    const { port, members, rank } = own.seat
    return { port, context, members, rank, remote: { members: remote, ownGroup: own.collective() } }
  }

  /** For what its members agree upon by messages that no user's message meets. */
  protected get wire(): Channel {
    return this.channelAt(WIRE_CONTEXT)
  }

  /** A channel of one of the communicator's contexts. */
  protected channelAt(offset: number): Channel {
    const { port, context, members, rank, remote } = this.seat
    return new Channel(port, context + offset, remote?.members ?? members, rank)
  }

  #groupOf(members: readonly number[]): Group {
    return new Group(members, this.seat.members[this.seat.rank])
  }
}
