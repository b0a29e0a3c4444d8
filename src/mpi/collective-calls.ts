import type { TypedArray } from '../memory/bytes.ts'
import { type AllgatherOptions, allgather, allgatherAtOnce } from './collectives/allgather.ts'
import { type AllgathervOptions, allgatherv } from './collectives/allgatherv.ts'
import { type AllreduceOptions, allreduce, allreduceAtOnce } from './collectives/allreduce.ts'
import { type AlltoallOptions, alltoall, alltoallAtOnce } from './collectives/alltoall.ts'
import { type AlltoallvOptions, alltoallv } from './collectives/alltoallv.ts'
import { type AlltoallwOptions, alltoallw } from './collectives/alltoallw.ts'
import { barrier } from './collectives/barrier.ts'
import { type BcastOptions, bcast, bcastAtOnce } from './collectives/bcast.ts'
import type { Buffers } from './collectives/buffers.ts'
import { exscan } from './collectives/exscan.ts'
import { type GatherOptions, gather } from './collectives/gather.ts'
import { type GathervOptions, gatherv } from './collectives/gatherv.ts'
import { barrierShort } from './collectives/local/short.ts'
import { type ReduceOptions, reduce, reduceAtOnce } from './collectives/reduce.ts'
import { type ReduceScatterOptions, reduceScatter } from './collectives/reduce-scatter.ts'
import { type ReduceScatterBlockOptions, reduceScatterBlock } from './collectives/reduce-scatter-block.ts'
import { type ScanOptions, scan } from './collectives/scan.ts'
import { type ScatterOptions, scatter } from './collectives/scatter.ts'
import { type ScattervOptions, scatterv } from './collectives/scatterv.ts'
import { begin, finish, type Steps } from './collectives/steps.ts'
import type { InPlace } from './constants.ts'
import type { MessageBuffer } from './message-buffer.ts'
import { PersistentMessages } from './persistent-messages.ts'
import type { Request } from './request.ts'
import type { ValueChannel } from './value-channel.ts'

/**
 * Calls that all ranks of a communicator make together, in the same order (MPI 4.1, chapter 6). Each is explained, with its
 * errors, where it is done: collectives/. What may be sent is said by the overloads; the `never` behind them stands for any of those.
 */
export class CollectiveCalls extends PersistentMessages {
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

  protected finish<T>(steps: Steps<T>): T {
    return finish(this.#line.channel, steps)
  }

  protected begin<T>(steps: Steps<T>): Request<T> {
    return begin(this.#line.channel, steps)
  }

  /** Returns when all ranks have called it. */
  barrier(): void {
    const line = this.collective()
    if (!barrierShort(line)) this.finish(barrier(line))
  }

  /** Gives everybody what `root` has: into their buffers, or as the value returned. */
  bcast<T extends MessageBuffer>(value: T, options?: BcastOptions): T
  bcast(value: unknown, options?: BcastOptions): unknown
  bcast(send: never, options?: BcastOptions): unknown {
    const line = this.collective()
    return bcastAtOnce(line, send, options) ? send : this.finish(bcast(line, send, options))
  }

  /** Combines everybody's elements at `root`. */
  reduce<T extends TypedArray>(send: T, options?: ReduceOptions): T | undefined
  reduce(send: number, options?: ReduceOptions): number | undefined
  reduce(send: bigint, options?: ReduceOptions): bigint | undefined
  reduce<T extends TypedArray>(send: InPlace, options: ReduceOptions & { recv: T }): T | undefined
  reduce(send: never, options?: ReduceOptions): unknown {
    const line = this.collective()
    const done = reduceAtOnce(line, send, options)
    return done === null ? this.finish(reduce(line, send, options)) : done.result
  }

  /** Combines everybody's elements, for all. */
  allreduce<T extends TypedArray>(send: T, options?: AllreduceOptions): T
  allreduce(send: number, options?: AllreduceOptions): number
  allreduce(send: bigint, options?: AllreduceOptions): bigint
  allreduce<T extends TypedArray>(send: InPlace, options: AllreduceOptions & { recv: T }): T
  allreduce(send: never, options?: AllreduceOptions): unknown {
    const line = this.collective()
    return allreduceAtOnce(line, send, options) ?? this.finish(allreduce(line, send, options))
  }

  /** Combines everybody's elements, and gives each rank as many of the result as `counts` says. */
  reduceScatter<T extends TypedArray>(send: T, options: ReduceScatterOptions): T
  reduceScatter<T extends TypedArray>(send: InPlace, options: ReduceScatterOptions & { recv: T }): T
  reduceScatter(send: never, options: ReduceScatterOptions): unknown {
    return this.finish(reduceScatter(this.collective(), send, options))
  }

  /** Combines everybody's elements, and gives each rank an equal part of the result. */
  reduceScatterBlock<T extends TypedArray>(send: T, options?: ReduceScatterBlockOptions): T
  reduceScatterBlock<T extends TypedArray>(send: InPlace, options: ReduceScatterBlockOptions & { recv: T }): T
  reduceScatterBlock(send: never, options?: ReduceScatterBlockOptions): unknown {
    return this.finish(reduceScatterBlock(this.collective(), send, options))
  }

  /** Combines, for each rank, the elements of the ranks up to it. */
  scan<T extends TypedArray>(send: T, options?: ScanOptions): T
  scan(send: number, options?: ScanOptions): number
  scan(send: bigint, options?: ScanOptions): bigint
  scan<T extends TypedArray>(send: InPlace, options: ScanOptions & { recv: T }): T
  scan(send: never, options?: ScanOptions): unknown {
    return this.finish(scan(this.collective(), send, options))
  }

  /** Combines, for each rank, the elements of the ranks before it. */
  exscan<T extends TypedArray>(send: T, options?: ScanOptions): T
  exscan(send: number, options?: ScanOptions): number | undefined
  exscan(send: bigint, options?: ScanOptions): bigint | undefined
  exscan<T extends TypedArray>(send: InPlace, options: ScanOptions & { recv: T }): T
  exscan(send: never, options?: ScanOptions): unknown {
    return this.finish(exscan(this.collective(), send, options))
  }

  /** Brings everybody's part to `root`. */
  gather<T extends MessageBuffer>(send: MessageBuffer | InPlace, options: GatherOptions & { recv: T }): T | undefined
  gather<T>(send: T, options?: GatherOptions): T[] | undefined
  gather(send: never, options?: GatherOptions): unknown {
    return this.finish(gather(this.collective(), send, options))
  }

  /** Brings parts of different lengths to `root`. */
  gatherv<T extends MessageBuffer>(send: MessageBuffer | InPlace, options: GathervOptions & { recv: T }): T | undefined
  gatherv(send: MessageBuffer, options?: GathervOptions): undefined
  gatherv(send: never, options?: GathervOptions): unknown {
    return this.finish(gatherv(this.collective(), send, options))
  }

  /** Gives everybody an equal part of what `root` has. */
  scatter<T extends MessageBuffer>(send: unknown, options: ScatterOptions & { recv: T }): T
  scatter(send: unknown, options?: ScatterOptions): unknown
  scatter(send: never, options?: ScatterOptions): unknown {
    return this.finish(scatter(this.collective(), send, options))
  }

  /** Gives everybody a part of its own length. */
  scatterv<T extends MessageBuffer>(send: MessageBuffer | undefined, options: ScattervOptions & { recv: T }): T
  scatterv<T extends MessageBuffer>(send: T, options: ScattervOptions & { recv: InPlace }): T
  scatterv(send: never, options: ScattervOptions): unknown {
    return this.finish(scatterv(this.collective(), send, options))
  }

  /** Brings everybody's part to all. */
  allgather<T extends MessageBuffer>(send: MessageBuffer | InPlace, options: AllgatherOptions & { recv: T }): T
  allgather<T>(send: T, options?: AllgatherOptions): T[]
  allgather(send: never, options?: AllgatherOptions): unknown {
    const line = this.collective()
    return allgatherAtOnce(line, send, options) ? options?.recv : this.finish(allgather(line, send, options))
  }

  /** Brings parts of different lengths to all. */
  allgatherv<T extends MessageBuffer>(send: MessageBuffer | InPlace, options: AllgathervOptions & { recv: T }): T
  allgatherv(send: never, options: AllgathervOptions): unknown {
    return this.finish(allgatherv(this.collective(), send, options))
  }

  /** Sends an equal part to everybody, and receives one from everybody. */
  alltoall<T extends MessageBuffer>(send: MessageBuffer | InPlace, options: AlltoallOptions & { recv: T }): T
  alltoall<T>(send: readonly T[], options?: AlltoallOptions): T[]
  alltoall(send: never, options?: AlltoallOptions): unknown {
    const line = this.collective()
    return alltoallAtOnce(line, send, options) ? options?.recv : this.finish(alltoall(line, send, options))
  }

  /** Sends parts of different lengths to everybody, and receives them. */
  alltoallv<T extends MessageBuffer>(send: MessageBuffer | InPlace, options: AlltoallvOptions & { recv: T }): T
  alltoallv(send: never, options: AlltoallvOptions): unknown {
    return this.finish(alltoallv(this.collective(), send, options))
  }

  /** Sends a buffer of its own to everybody, and receives into one from everybody. */
  alltoallw<T extends Buffers>(sends: Buffers | InPlace, options: AlltoallwOptions & { recvs: T }): T {
    return this.finish(alltoallw(this.collective(), sends, options))
  }
}
