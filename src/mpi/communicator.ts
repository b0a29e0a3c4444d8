import { CrossmemError, CrossmemRangeError, CrossmemTypeError } from '../errors.ts'
import { kindOf } from '../memory/bytes.ts'
import { type Agreement, agree, PROPOSAL_LENGTH, proposal } from './agreement.ts'
import { agreeAmong } from './agreement-among.ts'
import { checkTag } from './arguments.ts'
import type { CopiedAttributes } from './attributes.ts'
import { allgather } from './collectives/allgather.ts'
import { elsewhere, type Steps } from './collectives/steps.ts'
import { type Acquaintance, CommunicatorBase } from './communicator-base.ts'
import { COMM_TYPE_SHARED } from './constants.ts'
import { type Group, requireGroup } from './group.ts'
import { Intercommunicator } from './intercommunicator.ts'
import { PersistentCollectives } from './persistent-collectives.ts'
import type { Request } from './request.ts'
import type { Seat } from './seat.ts'
import { type CartCreateOptions, type CartesianTopology, gridFor } from './topologies/cartesian.ts'
import {
  type AdjacentEdges,
  checkAdjacent,
  checkEdges,
  DistGraphTopology,
  type Edges,
  edgesAt,
  packEdges,
} from './topologies/dist-graph.ts'
import { checkGraph, type GraphCreateOptions, GraphTopology } from './topologies/graph.ts'
import type { Plan } from './topologies/neighborhood.ts'
import type { Topology } from './topologies/topology.ts'

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

/** A communicator with a topology. */
type With<T extends Topology> = Communicator & { readonly topology: T }
export type CartesianCommunicator = With<CartesianTopology>
export type GraphCommunicator = With<GraphTopology>
export type DistGraphCommunicator = With<DistGraphTopology>

/**
 * Ranks that talk among themselves (MPI 4.1, chapter 7): no message of one communicator is received in another. All
 * ranks of a communicator call its collectives, and what makes others of it, in the same order.
 */
export class Communicator extends PersistentCollectives {
  constructor(seat: Seat, topology: Topology | null = null, attributes?: CopiedAttributes) {
    super(seat, topology, attributes)
  }

  /**
   * A communicator of the same ranks, with messages of its own (MPI_Comm_dup), the same topology, and the attributes whose keyvals
   * copy them. All ranks call it.
   * @throws whatever a keyval throws
   */
  dup(): this {
    return this.finish(this.#duplicate())
  }

  /**
   * Begins {@link dup}, and goes on with it as nonblocking collectives do (MPI_Comm_idup).
   * @example
   * const request = world.idup()
   * // something else meanwhile
   * const library = request.wait()
   */
  idup(): Request<this> {
    return this.begin(this.#duplicate())
  }

  *#duplicate(): Steps<this> {
    const attributes = this.copyAttributes()
    const agreement = yield* this.#agree(0, this.rank)
    return new Communicator(this.#seatOf(agreement!), this.topology, attributes()) as this
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
    return this.#made(agreeAmong(this.wire, ranks, tag))
  }

  /**
   * A communicator of the first ranks as points of a grid (MPI_Cart_create). All ranks call it, with the same arguments. Ranks keep their
   * order: on one machine they are all as near.
   * @returns null for a rank that is left over
   * @throws CrossmemRangeError and CrossmemTypeError ERR_DIMS
   * @example
   * const grid = world.cartCreate({ dims: dimsCreate(world.size, [0, 0]), periods: [true, false] })!
   * const { source, dest } = grid.topology.shift(0)
   * grid.sendrecv({ send: grid.topology.coords, dest, source })
   * grid.free()
   */
  cartCreate(options: CartCreateOptions): CartesianCommunicator | null {
    return this.#placed(gridFor(options, this.size))
  }

  /**
   * Divides a grid into grids of fewer dimensions (MPI_Cart_sub). All ranks call it.
   * @param remain for each dimension whether it remains, the same on all ranks
   * @throws CrossmemError ERR_TOPOLOGY when this is no grid; CrossmemRangeError ERR_DIMS
   * @example
   * const grid = world.cartCreate({ dims: dimsCreate(world.size, [0, 0]) })!
   * const row = grid.cartSub([false, true])
   * console.log(row.allreduce(grid.rank))
   */
  cartSub(remain: readonly boolean[]): CartesianCommunicator {
    const { topology } = this
    if (topology?.kind !== 'cart') {
      throw new CrossmemError(
        'ERR_TOPOLOGY',
        'cartSub divides a grid, and this communicator is none: make it with cartCreate',
      )
    }
    const { part, at } = topology.sub(remain)
    const seat = this.#seatOf(this.finish(this.#agree(part, this.rank))!)
    return new Communicator(seat, at(seat.rank)) as CartesianCommunicator
  }

  /**
   * A communicator of the first ranks as nodes of a graph (MPI_Graph_create). All ranks call it, with the same graph.
   * @returns null for a rank that is left over
   * @throws CrossmemRangeError and CrossmemTypeError ERR_TOPOLOGY
   */
  graphCreate({ neighbors }: GraphCreateOptions): GraphCommunicator | null {
    checkGraph(neighbors, this.size)
    return this.#placed({ size: neighbors.length, at: (rank) => new GraphTopology(neighbors, rank) })
  }

  /**
   * A communicator of the same ranks as nodes of a graph, of which each gives its own edges (MPI_Dist_graph_create_adjacent). All ranks call
   * it. An edge has to be given by both of its ranks.
   * @throws CrossmemRangeError and CrossmemTypeError ERR_TOPOLOGY
   */
  distGraphCreateAdjacent(edges: AdjacentEdges): DistGraphCommunicator {
    checkAdjacent(edges, this.size)
    return this.#placed({ size: this.size, at: () => new DistGraphTopology(edges) })!
  }

  /**
   * The same where any rank gives any edges (MPI_Dist_graph_create). Neighbours come in the order of the ranks that gave the edges.
   * @throws CrossmemRangeError and CrossmemTypeError ERR_TOPOLOGY
   * @example
   * const edges = world.rank === 0 ? Array.from({ length: world.size - 1 }, (_, i) => ({ source: i, destination: i + 1 })) : []
   * const chain = world.distGraphCreate({ edges, weighted: false })
   * console.log(chain.topology.sources, chain.topology.destinations)
   */
  distGraphCreate({ edges, weighted = true }: Edges): DistGraphCommunicator {
    checkEdges({ edges }, this.size)
    const packed = this.finish(allgather(this.collective(), packEdges(edges))) as Int32Array[]
    return this.distGraphCreateAdjacent(edgesAt(this.rank, packed, weighted))
  }

  /**
   * An intercommunicator of these ranks and another group (MPI_Intercomm_create). All ranks of both groups call it.
   * @throws CrossmemRangeError ERR_RANK, ERR_TAG; CrossmemTypeError ERR_COMM; CrossmemRangeError ERR_GROUP, on all ranks, when the
   *   groups have a rank in common
   */
  intercommCreate(acquaintance: Acquaintance): Intercommunicator {
    const { localLeader, peer, remoteLeader, tag = 0 } = acquaintance
    if (!(localLeader in this.seat.members)) throw noLeader('localLeader', localLeader)
    checkTag(tag)
    if (this.rank === localLeader) {
      if (!(peer instanceof CommunicatorBase)) {
        throw new CrossmemTypeError('ERR_COMM', `intercommCreate needs a communicator as peer, not ${kindOf(peer)}`)
      }
      const { size } = peer.remoteGroup ?? peer.group
      if (!(Number.isInteger(remoteLeader) && remoteLeader! >= 0 && remoteLeader! < size)) {
        throw noLeader('remoteLeader', remoteLeader)
      }
    }
    return this.finish(this.#intercommCreate(acquaintance))
  }

  *#intercommCreate(acquaintance: Acquaintance): Steps<Intercommunicator> {
    const own = yield* this.duplicate()
    return new Intercommunicator(this.seatFacing(own, yield* this.meet(own, acquaintance)), own)
  }

  /** The same ranks, without topology and attributes. @internal */
  *duplicate(): Steps<Communicator> {
    const agreement = yield* elsewhere(this.collective().channel, this.#agree(0, this.rank))
    return new Communicator(this.#seatOf(agreement!))
  }

  /** A communicator with this rank in it, of which the others know already. @internal */
  sibling(context: number, members: readonly number[]): Communicator {
    const { port } = this.seat
    return new Communicator({ port, context, members, rank: members.indexOf(port.transport.rank) })
  }

  protected override twin(): Communicator {
    return this.finish(this.duplicate())
  }

  /** Asks all ranks what they want. */
  *#agree(color: number | undefined, key: number): Steps<Agreement | null> {
    const { port } = this.seat
    const reserved = port.reserveContexts()
    const proposals = new Float64Array(PROPOSAL_LENGTH * this.size)
    yield* allgather(this.collective(), proposal(color, key, reserved), { recv: proposals })
    const agreement = agree(proposals, color)
    if (agreement?.context !== reserved) port.returnContexts(reserved)
    return agreement
  }

  /** The communicator that was agreed on; null for a rank that joins nobody. */
  #made(agreement: Agreement | null): Communicator | null {
    return agreement === null ? null : new Communicator(this.#seatOf(agreement))
  }

  /** A communicator of the ranks that a topology has; null for the others. */
  #placed<T extends Topology>({ size, at }: Plan<T>): With<T> | null {
    const agreement = this.finish(this.#agree(this.rank < size ? 0 : undefined, this.rank))
    return agreement && (new Communicator(this.#seatOf(agreement), at(this.rank)) as With<T>)
  }

  #seatOf({ context, ranks }: Agreement): Seat {
    const { port, members } = this.seat
    return { port, context, members: ranks.map((rank) => members[rank]), rank: ranks.indexOf(this.rank) }
  }

  /** A group's members by their ranks here. */
  #ranksOf(call: string, group: Group): number[] {
    requireGroup(call, group)
    this.line()
    return group.members.map((member) => {
      const rank = this.seat.members.indexOf(member)
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

function noLeader(name: string, rank: unknown): CrossmemRangeError {
  return new CrossmemRangeError('ERR_RANK', `${name} ${rank} is no rank of its communicator`)
}
