import type { TypedArray } from '../memory/bytes.ts'
import { CollectiveCalls } from './collective-calls.ts'
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
import { type ReduceOptions, reduce } from './collectives/reduce.ts'
import { type ReduceScatterOptions, reduceScatter } from './collectives/reduce-scatter.ts'
import { type ReduceScatterBlockOptions, reduceScatterBlock } from './collectives/reduce-scatter-block.ts'
import { type ScanOptions, scan } from './collectives/scan.ts'
import { type ScatterOptions, scatter } from './collectives/scatter.ts'
import { type ScattervOptions, scatterv } from './collectives/scatterv.ts'
import type { InPlace } from './constants.ts'
import type { MessageBuffer } from './message-buffer.ts'
import type { Request } from './request.ts'

/**
 * The collectives that are begun, and go on in any call of the library and while the event loop turns (MPI 4.1, chapter 6.12). Buffers
 * belong to them until they are done. Several may be under way at once; all ranks begin them, and call the blocking ones, in the same
 * order. Errors of arguments are thrown at once, others by `wait`, `test` or `await`.
 */
export class NonblockingCalls extends CollectiveCalls {
  /** Done when all ranks have begun it. */
  ibarrier(): Request<void> {
    return this.begin(barrier(this.collective()))
  }

  /** See {@link CollectiveCalls.bcast}, and so on for the others. */
  ibcast<T extends MessageBuffer>(value: T, options?: BcastOptions): Request<T>
  ibcast(value: unknown, options?: BcastOptions): Request<unknown>
  ibcast(send: never, options?: BcastOptions): Request<unknown> {
    return this.begin(bcast(this.collective(), send, options))
  }

  ireduce<T extends TypedArray>(send: T, options?: ReduceOptions): Request<T | undefined>
  ireduce(send: number, options?: ReduceOptions): Request<number | undefined>
  ireduce(send: bigint, options?: ReduceOptions): Request<bigint | undefined>
  ireduce<T extends TypedArray>(send: InPlace, options: ReduceOptions & { recv: T }): Request<T | undefined>
  ireduce(send: never, options?: ReduceOptions): Request<unknown> {
    return this.begin(reduce(this.collective(), send, options))
  }

  iallreduce<T extends TypedArray>(send: T, options?: AllreduceOptions): Request<T>
  iallreduce(send: number, options?: AllreduceOptions): Request<number>
  iallreduce(send: bigint, options?: AllreduceOptions): Request<bigint>
  iallreduce<T extends TypedArray>(send: InPlace, options: AllreduceOptions & { recv: T }): Request<T>
  iallreduce(send: never, options?: AllreduceOptions): Request<unknown> {
    return this.begin(allreduce(this.collective(), send, options))
  }

  ireduceScatter<T extends TypedArray>(send: T, options: ReduceScatterOptions): Request<T>
  ireduceScatter<T extends TypedArray>(send: InPlace, options: ReduceScatterOptions & { recv: T }): Request<T>
  ireduceScatter(send: never, options: ReduceScatterOptions): Request<unknown> {
    return this.begin(reduceScatter(this.collective(), send, options))
  }

  ireduceScatterBlock<T extends TypedArray>(send: T, options?: ReduceScatterBlockOptions): Request<T>
  ireduceScatterBlock<T extends TypedArray>(send: InPlace, options: ReduceScatterBlockOptions & { recv: T }): Request<T>
  ireduceScatterBlock(send: never, options?: ReduceScatterBlockOptions): Request<unknown> {
    return this.begin(reduceScatterBlock(this.collective(), send, options))
  }

  iscan<T extends TypedArray>(send: T, options?: ScanOptions): Request<T>
  iscan(send: number, options?: ScanOptions): Request<number>
  iscan(send: bigint, options?: ScanOptions): Request<bigint>
  iscan<T extends TypedArray>(send: InPlace, options: ScanOptions & { recv: T }): Request<T>
  iscan(send: never, options?: ScanOptions): Request<unknown> {
    return this.begin(scan(this.collective(), send, options))
  }

  iexscan<T extends TypedArray>(send: T, options?: ScanOptions): Request<T>
  iexscan(send: number, options?: ScanOptions): Request<number | undefined>
  iexscan(send: bigint, options?: ScanOptions): Request<bigint | undefined>
  iexscan<T extends TypedArray>(send: InPlace, options: ScanOptions & { recv: T }): Request<T>
  iexscan(send: never, options?: ScanOptions): Request<unknown> {
    return this.begin(exscan(this.collective(), send, options))
  }

  igather<T extends MessageBuffer>(
    send: MessageBuffer | InPlace,
    options: GatherOptions & { recv: T },
  ): Request<T | undefined>
  igather<T>(send: T, options?: GatherOptions): Request<T[] | undefined>
  igather(send: never, options?: GatherOptions): Request<unknown> {
    return this.begin(gather(this.collective(), send, options))
  }

  igatherv<T extends MessageBuffer>(
    send: MessageBuffer | InPlace,
    options: GathervOptions & { recv: T },
  ): Request<T | undefined>
  igatherv(send: MessageBuffer, options?: GathervOptions): Request<undefined>
  igatherv(send: never, options?: GathervOptions): Request<unknown> {
    return this.begin(gatherv(this.collective(), send, options))
  }

  iscatter<T extends MessageBuffer>(send: unknown, options: ScatterOptions & { recv: T }): Request<T>
  iscatter(send: unknown, options?: ScatterOptions): Request<unknown>
  iscatter(send: never, options?: ScatterOptions): Request<unknown> {
    return this.begin(scatter(this.collective(), send, options))
  }

  iscatterv<T extends MessageBuffer>(
    send: MessageBuffer | undefined,
    options: ScattervOptions & { recv: T },
  ): Request<T>
  iscatterv<T extends MessageBuffer>(send: T, options: ScattervOptions & { recv: InPlace }): Request<T>
  iscatterv(send: never, options: ScattervOptions): Request<unknown> {
    return this.begin(scatterv(this.collective(), send, options))
  }

  iallgather<T extends MessageBuffer>(
    send: MessageBuffer | InPlace,
    options: AllgatherOptions & { recv: T },
  ): Request<T>
  iallgather<T>(send: T, options?: AllgatherOptions): Request<T[]>
  iallgather(send: never, options?: AllgatherOptions): Request<unknown> {
    return this.begin(allgather(this.collective(), send, options))
  }

  iallgatherv<T extends MessageBuffer>(
    send: MessageBuffer | InPlace,
    options: AllgathervOptions & { recv: T },
  ): Request<T>
  iallgatherv(send: never, options: AllgathervOptions): Request<unknown> {
    return this.begin(allgatherv(this.collective(), send, options))
  }

  ialltoall<T extends MessageBuffer>(send: MessageBuffer | InPlace, options: AlltoallOptions & { recv: T }): Request<T>
  ialltoall<T>(send: readonly T[], options?: AlltoallOptions): Request<T[]>
  ialltoall(send: never, options?: AlltoallOptions): Request<unknown> {
    return this.begin(alltoall(this.collective(), send, options))
  }

  ialltoallv<T extends MessageBuffer>(
    send: MessageBuffer | InPlace,
    options: AlltoallvOptions & { recv: T },
  ): Request<T>
  ialltoallv(send: never, options: AlltoallvOptions): Request<unknown> {
    return this.begin(alltoallv(this.collective(), send, options))
  }

  ialltoallw<T extends Buffers>(sends: Buffers | InPlace, options: AlltoallwOptions & { recvs: T }): Request<T> {
    return this.begin(alltoallw(this.collective(), sends, options))
  }
}
