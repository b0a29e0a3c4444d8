import type { TypedArray } from '../memory/bytes.ts'
import { type AllgatherOptions, allgather } from './collectives/allgather.ts'
import { type AllgathervOptions, allgatherv } from './collectives/allgatherv.ts'
import { type AllreduceOptions, allreduce } from './collectives/allreduce.ts'
import { type AlltoallOptions, alltoall } from './collectives/alltoall.ts'
import { type AlltoallvOptions, alltoallv } from './collectives/alltoallv.ts'
import { type AlltoallwOptions, alltoallw } from './collectives/alltoallw.ts'
import { barrier } from './collectives/barrier.ts'
import { type BcastOptions, bcast } from './collectives/bcast.ts'
import type { Buffers } from './collectives/buffers.ts'
import { exscan } from './collectives/exscan.ts'
import { type GatherOptions, gather } from './collectives/gather.ts'
import { type GathervOptions, gatherv } from './collectives/gatherv.ts'
import { neighborAllgather } from './collectives/neighbors/neighbor-allgather.ts'
import { type NeighborAllgathervOptions, neighborAllgatherv } from './collectives/neighbors/neighbor-allgatherv.ts'
import { neighborAlltoall } from './collectives/neighbors/neighbor-alltoall.ts'
import { neighborAlltoallv } from './collectives/neighbors/neighbor-alltoallv.ts'
import { neighborAlltoallw } from './collectives/neighbors/neighbor-alltoallw.ts'
import { type ReduceOptions, reduce } from './collectives/reduce.ts'
import { type ReduceScatterOptions, reduceScatter } from './collectives/reduce-scatter.ts'
import { type ReduceScatterBlockOptions, reduceScatterBlock } from './collectives/reduce-scatter-block.ts'
import { type ScanOptions, scan } from './collectives/scan.ts'
import { type ScatterOptions, scatter } from './collectives/scatter.ts'
import { type ScattervOptions, scatterv } from './collectives/scatterv.ts'
import type { Steps } from './collectives/steps.ts'
import type { InPlace } from './constants.ts'
import type { MessageBuffer } from './message-buffer.ts'
import { NeighborCalls } from './neighbor-calls.ts'
import { PersistentRequest } from './persistent-request.ts'
import type { ValueChannel } from './value-channel.ts'

/** Where the result goes; without it, in the place of what is sent. */
interface Into<T> {
  recv?: T
}

/**
 * Collectives that are set up once and started again and again (MPI 4.1, chapter 6.13). All ranks of the communicator set them up in the
 * same order, and may start them in any, as each one has messages of its own. Arguments mean what they do in the blocking calls
 * ({@link CollectiveCalls}); what is wrong with them is told by `start`.
 */
export abstract class PersistentCollectives extends NeighborCalls {
  /** A communicator of the same ranks, for one persistent collective. All ranks call it. */
  protected abstract twin(): PersistentCollectives

  /** See {@link CollectiveCalls.barrier}, and so on for the others. */
  barrierInit(): PersistentRequest<void> {
    return this.#init((line) => barrier(line))
  }

  bcastInit<T>(value: T, options?: BcastOptions): PersistentRequest<T> {
    return this.#init((line) => bcast(line, value, options))
  }

  reduceInit<T extends TypedArray>(
    send: T | InPlace,
    options?: ReduceOptions & Into<T>,
  ): PersistentRequest<T | undefined> {
    return this.#init((line) => reduce(line, send, options))
  }

  /**
   * @example
   * const residual = new Float64Array(1)
   * using sum = world.allreduceInit(residual)
   * for (let step = 0; step < 3; step++) {
   *   residual[0] = step
   *   sum.start().wait()
   * }
   */
  allreduceInit<T extends TypedArray>(send: T | InPlace, options?: AllreduceOptions & Into<T>): PersistentRequest<T> {
    return this.#init((line) => allreduce(line, send, options))
  }

  reduceScatterInit<T extends TypedArray>(
    send: T | InPlace,
    options: ReduceScatterOptions & Into<T>,
  ): PersistentRequest<T> {
    return this.#init((line) => reduceScatter(line, send, options))
  }

  reduceScatterBlockInit<T extends TypedArray>(
    send: T | InPlace,
    options?: ReduceScatterBlockOptions & Into<T>,
  ): PersistentRequest<T> {
    return this.#init((line) => reduceScatterBlock(line, send, options))
  }

  scanInit<T extends TypedArray>(send: T | InPlace, options?: ScanOptions & Into<T>): PersistentRequest<T> {
    return this.#init((line) => scan(line, send, options))
  }

  exscanInit<T extends TypedArray>(send: T | InPlace, options?: ScanOptions & Into<T>): PersistentRequest<T> {
    return this.#init((line) => exscan(line, send, options))
  }

  gatherInit<T extends MessageBuffer>(
    send: MessageBuffer | InPlace,
    options: GatherOptions & { recv: T },
  ): PersistentRequest<T | undefined>
  gatherInit<T>(send: T, options?: GatherOptions): PersistentRequest<T[] | undefined>
  gatherInit(send: unknown, options?: GatherOptions): PersistentRequest<unknown> {
    return this.#init((line) => gather(line, send, options))
  }

  gathervInit<T extends MessageBuffer>(
    send: MessageBuffer | InPlace,
    options?: GathervOptions & Into<T>,
  ): PersistentRequest<T | undefined> {
    return this.#init((line) => gatherv(line, send, options))
  }

  scatterInit<T extends MessageBuffer>(
    send: unknown,
    options: ScatterOptions & { recv: T | InPlace },
  ): PersistentRequest<T>
  scatterInit(send: unknown, options?: ScatterOptions): PersistentRequest<unknown>
  scatterInit(send: unknown, options?: ScatterOptions): PersistentRequest<unknown> {
    return this.#init((line) => scatter(line, send, options))
  }

  scattervInit<T extends MessageBuffer>(
    send: MessageBuffer | undefined,
    options: ScattervOptions & { recv: T | InPlace },
  ): PersistentRequest<T> {
    return this.#init((line) => scatterv(line, send, options))
  }

  allgatherInit<T extends MessageBuffer>(
    send: MessageBuffer | InPlace,
    options: AllgatherOptions & { recv: T },
  ): PersistentRequest<T>
  allgatherInit<T>(send: T, options?: AllgatherOptions): PersistentRequest<T[]>
  allgatherInit(send: unknown, options?: AllgatherOptions): PersistentRequest<unknown> {
    return this.#init((line) => allgather(line, send, options))
  }

  allgathervInit<T extends MessageBuffer>(
    send: MessageBuffer | InPlace,
    options: AllgathervOptions & { recv: T },
  ): PersistentRequest<T> {
    return this.#init((line) => allgatherv(line, send, options))
  }

  alltoallInit<T extends MessageBuffer>(
    send: MessageBuffer | InPlace,
    options: AlltoallOptions & { recv: T },
  ): PersistentRequest<T>
  alltoallInit<T>(send: readonly T[], options?: AlltoallOptions): PersistentRequest<T[]>
  alltoallInit(send: never, options?: AlltoallOptions): PersistentRequest<unknown> {
    return this.#init((line) => alltoall(line, send, options))
  }

  alltoallvInit<T extends MessageBuffer>(
    send: MessageBuffer | InPlace,
    options: AlltoallvOptions & { recv: T },
  ): PersistentRequest<T> {
    return this.#init((line) => alltoallv(line, send, options))
  }

  alltoallwInit<T extends Buffers>(
    sends: Buffers | InPlace,
    options: AlltoallwOptions & { recvs: T },
  ): PersistentRequest<T> {
    return this.#init((line) => alltoallw(line, sends, options))
  }

  neighborAllgatherInit<T extends MessageBuffer>(
    send: MessageBuffer,
    options: AllgatherOptions & { recv: T },
  ): PersistentRequest<T>
  neighborAllgatherInit<T>(send: T, options?: AllgatherOptions): PersistentRequest<(T | undefined)[]>
  neighborAllgatherInit(send: unknown, options?: AllgatherOptions): PersistentRequest<unknown> {
    const neighborhood = this.neighborhood()
    return this.#init((line) => neighborAllgather(line, neighborhood, send, options))
  }

  neighborAllgathervInit<T extends MessageBuffer>(
    send: MessageBuffer,
    options: NeighborAllgathervOptions & { recv: T },
  ): PersistentRequest<T> {
    const neighborhood = this.neighborhood()
    return this.#init((line) => neighborAllgatherv(line, neighborhood, send, options))
  }

  neighborAlltoallInit<T extends MessageBuffer>(
    send: MessageBuffer,
    options: AlltoallOptions & { recv: T },
  ): PersistentRequest<T>
  neighborAlltoallInit<T>(send: readonly T[], options?: AlltoallOptions): PersistentRequest<(T | undefined)[]>
  neighborAlltoallInit(send: never, options?: AlltoallOptions): PersistentRequest<unknown> {
    const neighborhood = this.neighborhood()
    return this.#init((line) => neighborAlltoall(line, neighborhood, send, options))
  }

  neighborAlltoallvInit<T extends MessageBuffer>(
    send: MessageBuffer,
    options: AlltoallvOptions & { recv: T },
  ): PersistentRequest<T> {
    const neighborhood = this.neighborhood()
    return this.#init((line) => neighborAlltoallv(line, neighborhood, send, options))
  }

  neighborAlltoallwInit<T extends Buffers>(
    sends: Buffers,
    options: AlltoallwOptions & { recvs: T },
  ): PersistentRequest<T> {
    const neighborhood = this.neighborhood()
    return this.#init((line) => neighborAlltoallw(line, neighborhood, sends, options))
  }

  #init<T>(steps: (line: ValueChannel) => Steps<unknown>): PersistentRequest<T> {
    const twin = this.twin()
    const line = twin.collective()
    const begin = () => twin.begin<T>(steps(line) as Steps<T>)
    return new PersistentRequest(line.channel.port.transport, begin, () => twin.free())
  }
}
