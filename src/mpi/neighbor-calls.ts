import { CrossmemError } from '../errors.ts'
import type { CopiedAttributes } from './attributes.ts'
import type { AllgatherOptions } from './collectives/allgather.ts'
import type { AlltoallOptions } from './collectives/alltoall.ts'
import type { AlltoallvOptions } from './collectives/alltoallv.ts'
import type { AlltoallwOptions } from './collectives/alltoallw.ts'
import type { Buffers } from './collectives/buffers.ts'
import { neighborAllgather } from './collectives/neighbors/neighbor-allgather.ts'
import { type NeighborAllgathervOptions, neighborAllgatherv } from './collectives/neighbors/neighbor-allgatherv.ts'
import { neighborAlltoall } from './collectives/neighbors/neighbor-alltoall.ts'
import { neighborAlltoallv } from './collectives/neighbors/neighbor-alltoallv.ts'
import { neighborAlltoallw } from './collectives/neighbors/neighbor-alltoallw.ts'
import type { MessageBuffer } from './message-buffer.ts'
import { PartitionedMessages } from './partitioned/partitioned-messages.ts'
import type { Request } from './request.ts'
import type { Seat } from './seat.ts'
import type { Topology } from './topologies/topology.ts'

/**
 * Calls that all ranks of a communicator with a topology make together, each for an exchange with its neighbours only (MPI 4.1, chapter 8.6). They
 * stand in the order of `topology.sources` and `topology.destinations`.
 */
export class NeighborCalls extends PartitionedMessages {
  /** Who is whose neighbour; null where that was not said. */
  readonly topology: Topology | null

  constructor(seat: Seat, topology: Topology | null, attributes?: CopiedAttributes) {
    super(seat, attributes)
    this.topology = topology
  }

  /** Gives each destination what is sent, and brings everything from the sources. */
  neighborAllgather<T extends MessageBuffer>(send: MessageBuffer, options: AllgatherOptions & { recv: T }): T
  neighborAllgather<T>(send: T, options?: AllgatherOptions): (T | undefined)[]
  neighborAllgather(send: never, options?: AllgatherOptions): unknown {
    return this.finish(neighborAllgather(this.collective(), this.neighborhood(), send, options))
  }

  /** Likewise, with parts of different lengths. */
  neighborAllgatherv<T extends MessageBuffer>(send: MessageBuffer, options: NeighborAllgathervOptions & { recv: T }): T
  neighborAllgatherv(send: never, options: NeighborAllgathervOptions): unknown {
    return this.finish(neighborAllgatherv(this.collective(), this.neighborhood(), send, options))
  }

  /** Sends a part to each destination, and receives one from each source. */
  neighborAlltoall<T extends MessageBuffer>(send: MessageBuffer, options: AlltoallOptions & { recv: T }): T
  neighborAlltoall<T>(send: readonly T[], options?: AlltoallOptions): (T | undefined)[]
  neighborAlltoall(send: never, options?: AlltoallOptions): unknown {
    return this.finish(neighborAlltoall(this.collective(), this.neighborhood(), send, options))
  }

  /** Likewise, with parts of different lengths. */
  neighborAlltoallv<T extends MessageBuffer>(send: MessageBuffer, options: AlltoallvOptions & { recv: T }): T
  neighborAlltoallv(send: never, options: AlltoallvOptions): unknown {
    return this.finish(neighborAlltoallv(this.collective(), this.neighborhood(), send, options))
  }

  /** Sends a buffer of its own to each destination, and receives into one from each source. */
  neighborAlltoallw<T extends Buffers>(sends: Buffers, options: AlltoallwOptions & { recvs: T }): T {
    return this.finish(neighborAlltoallw(this.collective(), this.neighborhood(), sends, options))
  }

  ineighborAllgather<T extends MessageBuffer>(send: MessageBuffer, options: AllgatherOptions & { recv: T }): Request<T>
  ineighborAllgather<T>(send: T, options?: AllgatherOptions): Request<(T | undefined)[]>
  ineighborAllgather(send: never, options?: AllgatherOptions): Request<unknown> {
    return this.begin(neighborAllgather(this.collective(), this.neighborhood(), send, options))
  }

  ineighborAllgatherv<T extends MessageBuffer>(
    send: MessageBuffer,
    options: NeighborAllgathervOptions & { recv: T },
  ): Request<T>
  ineighborAllgatherv(send: never, options: NeighborAllgathervOptions): Request<unknown> {
    return this.begin(neighborAllgatherv(this.collective(), this.neighborhood(), send, options))
  }

  ineighborAlltoall<T extends MessageBuffer>(send: MessageBuffer, options: AlltoallOptions & { recv: T }): Request<T>
  ineighborAlltoall<T>(send: readonly T[], options?: AlltoallOptions): Request<(T | undefined)[]>
  ineighborAlltoall(send: never, options?: AlltoallOptions): Request<unknown> {
    return this.begin(neighborAlltoall(this.collective(), this.neighborhood(), send, options))
  }

  ineighborAlltoallv<T extends MessageBuffer>(send: MessageBuffer, options: AlltoallvOptions & { recv: T }): Request<T>
  ineighborAlltoallv(send: never, options: AlltoallvOptions): Request<unknown> {
    return this.begin(neighborAlltoallv(this.collective(), this.neighborhood(), send, options))
  }

  ineighborAlltoallw<T extends Buffers>(sends: Buffers, options: AlltoallwOptions & { recvs: T }): Request<T> {
    return this.begin(neighborAlltoallw(this.collective(), this.neighborhood(), sends, options))
  }

  /** @throws CrossmemError ERR_TOPOLOGY */
  protected neighborhood(): Topology {
    if (this.topology === null) {
      throw new CrossmemError(
        'ERR_TOPOLOGY',
        'this communicator has no topology, and so no neighbours: make one with cartCreate, graphCreate or distGraphCreate',
      )
    }
    return this.topology
  }
}
