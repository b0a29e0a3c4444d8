import type { Bytes, TypedArray } from '../memory/bytes.ts'
import { type AllgatherOptions, allgather } from './collectives/allgather.ts'
import { type AllgathervOptions, allgatherv } from './collectives/allgatherv.ts'
import { type AllreduceOptions, allreduce } from './collectives/allreduce.ts'
import { type AlltoallOptions, alltoall } from './collectives/alltoall.ts'
import { type AlltoallvOptions, alltoallv } from './collectives/alltoallv.ts'
import { barrier } from './collectives/barrier.ts'
import { type BcastOptions, bcast } from './collectives/bcast.ts'
import { type GatherOptions, gather } from './collectives/gather.ts'
import { type GathervOptions, gatherv } from './collectives/gatherv.ts'
import { type ReduceOptions, reduce } from './collectives/reduce.ts'
import { type ScatterOptions, scatter } from './collectives/scatter.ts'
import { type ScattervOptions, scatterv } from './collectives/scatterv.ts'
import { finish } from './collectives/steps.ts'
import { PointToPoint } from './point-to-point.ts'
import type { ValueChannel } from './value-channel.ts'

/**
 * Calls that all ranks of a communicator make together, in the same order (MPI 4.1, chapter 6). Each is explained, with its
 * errors, where it is done: collectives/. What may be sent is said by the overloads; the `never` behind them stands for any of those.
 */
export class CollectiveCalls extends PointToPoint {
  readonly #line: ValueChannel

  /** @param collective a channel for these calls alone */
  constructor(line: ValueChannel, collective: ValueChannel) {
    super(line)
    this.#line = collective
  }

  /** The channel of collectives. @throws CrossmemError ERR_COMM_FREED */
  protected collective(): ValueChannel {
    this.line()
    return this.#line
  }

  /** Returns when all ranks have called it. */
  barrier(): void {
    finish(this.#line.channel, barrier(this.collective()))
  }

  /** Gives everybody what `root` has: into their buffers, or as the value returned. */
  bcast<T extends Bytes>(value: T, options?: BcastOptions): T
  bcast(value: unknown, options?: BcastOptions): unknown
  bcast(send: never, options?: BcastOptions): unknown {
    return finish(this.#line.channel, bcast(this.collective(), send, options))
  }

  /** Combines everybody's elements at `root`. */
  reduce<T extends TypedArray>(send: T, options?: ReduceOptions): T | undefined
  reduce(send: number, options?: ReduceOptions): number | undefined
  reduce(send: bigint, options?: ReduceOptions): bigint | undefined
  reduce(send: never, options?: ReduceOptions): unknown {
    return finish(this.#line.channel, reduce(this.collective(), send, options))
  }

  /** Combines everybody's elements, for all. */
  allreduce<T extends TypedArray>(send: T, options?: AllreduceOptions): T
  allreduce(send: number, options?: AllreduceOptions): number
  allreduce(send: bigint, options?: AllreduceOptions): bigint
  allreduce(send: never, options?: AllreduceOptions): unknown {
    return finish(this.#line.channel, allreduce(this.collective(), send, options))
  }

  /** Brings everybody's part to `root`. */
  gather<T extends Bytes>(send: Bytes, options: GatherOptions & { recv: T }): T | undefined
  gather<T>(send: T, options?: GatherOptions): T[] | undefined
  gather(send: never, options?: GatherOptions): unknown {
    return finish(this.#line.channel, gather(this.collective(), send, options))
  }

  /** Brings parts of different lengths to `root`. */
  gatherv<T extends Bytes>(send: Bytes, options: GathervOptions & { recv: T }): T | undefined
  gatherv(send: Bytes, options?: GathervOptions): undefined
  gatherv(send: never, options?: GathervOptions): unknown {
    return finish(this.#line.channel, gatherv(this.collective(), send, options))
  }

  /** Gives everybody an equal part of what `root` has. */
  scatter<T extends Bytes>(send: unknown, options: ScatterOptions & { recv: T }): T
  scatter(send: unknown, options?: ScatterOptions): unknown
  scatter(send: never, options?: ScatterOptions): unknown {
    return finish(this.#line.channel, scatter(this.collective(), send, options))
  }

  /** Gives everybody a part of its own length. */
  scatterv<T extends Bytes>(send: Bytes | undefined, options: ScattervOptions & { recv: T }): T
  scatterv(send: never, options: ScattervOptions): unknown {
    return finish(this.#line.channel, scatterv(this.collective(), send, options))
  }

  /** Brings everybody's part to all. */
  allgather<T extends Bytes>(send: Bytes, options: AllgatherOptions & { recv: T }): T
  allgather<T>(send: T, options?: AllgatherOptions): T[]
  allgather(send: never, options?: AllgatherOptions): unknown {
    return finish(this.#line.channel, allgather(this.collective(), send, options))
  }

  /** Brings parts of different lengths to all. */
  allgatherv<T extends Bytes>(send: Bytes, options: AllgathervOptions & { recv: T }): T
  allgatherv(send: never, options: AllgathervOptions): unknown {
    return finish(this.#line.channel, allgatherv(this.collective(), send, options))
  }

  /** Sends an equal part to everybody, and receives one from everybody. */
  alltoall<T extends Bytes>(send: Bytes, options: AlltoallOptions & { recv: T }): T
  alltoall<T>(send: readonly T[], options?: AlltoallOptions): T[]
  alltoall(send: never, options?: AlltoallOptions): unknown {
    return finish(this.#line.channel, alltoall(this.collective(), send, options))
  }

  /** Sends parts of different lengths to everybody, and receives them. */
  alltoallv<T extends Bytes>(send: Bytes, options: AlltoallvOptions & { recv: T }): T
  alltoallv(send: never, options: AlltoallvOptions): unknown {
    return finish(this.#line.channel, alltoallv(this.collective(), send, options))
  }
}
