import type { Communicator } from '../../src/mpi/communicator.ts'
import * as shapes from './shapes.ts'

/** What a call works on. */
export interface Operands {
  send: Float64Array
  recv: Float64Array
  root: number
  /** A block's elements, for each rank. */
  counts: readonly number[]
  /** How many elements of an operand each rank gets, when it is cut into slices. */
  slices: readonly number[]
}

export interface Collective {
  /** The method's, and the benchmark's. */
  readonly name: string
  readonly shape: shapes.Shape
  /** Gives the call on these operands; its options are made once, before. */
  prepare(world: Communicator, operands: Operands): () => unknown
}

/** Every collective, a line each; peers/mpi/collectives.c has the same. Reductions add up, as they do unless they are told. */
export const COLLECTIVES: readonly Collective[] = [
  line('barrier', shapes.nothing, nothing, (world) => world.barrier()),
  line('bcast', shapes.fromRoot, at, (world, { send, recv, root }, o) =>
    world.bcast(world.rank === root ? send : recv, o),
  ),
  line('gather', shapes.toRoot, intoAt, (world, { send }, o) => world.gather(send, o)),
  line('gatherv', shapes.toRoot, countedAt, (world, { send }, o) => world.gatherv(send, o)),
  line('scatter', shapes.ownOfRoot, intoAt, (world, { send }, o) => world.scatter(send, o)),
  line('scatterv', shapes.ownOfRoot, countedAt, (world, { send }, o) => world.scatterv(send, o)),
  line('allgather', shapes.ofAll, into, (world, { send }, o) => world.allgather(send, o)),
  line('allgatherv', shapes.ofAll, counted, (world, { send }, o) => world.allgatherv(send, o)),
  line('alltoall', shapes.ownOfAll, into, (world, { send }, o) => world.alltoall(send, o)),
  line('alltoallv', shapes.ownOfAll, countedBoth, (world, { send }, o) => world.alltoallv(send, o)),
  line('reduce', shapes.sumAtRoot, intoAt, (world, { send }, o) => world.reduce(send, o)),
  line('allreduce', shapes.sum, into, (world, { send }, o) => world.allreduce(send, o)),
  line('reduceScatterBlock', shapes.equalSliceOfSum, into, (world, { send }, o) => world.reduceScatterBlock(send, o)),
  line('reduceScatter', shapes.sliceOfSum, sliced, (world, { send }, o) => world.reduceScatter(send, o)),
  line('scan', shapes.sumUpToOwn, into, (world, { send }, o) => world.scan(send, o)),
  line('exscan', shapes.sumBeforeOwn, into, (world, { send }, o) => world.exscan(send, o)),
]

function line<Options>(
  name: string,
  shape: shapes.Shape,
  options: (operands: Operands) => Options,
  call: (world: Communicator, operands: Operands, options: Options) => unknown,
): Collective {
  return {
    name,
    shape,
    prepare(world, operands) {
      const made = options(operands)
      return () => call(world, operands, made)
    },
  }
}

function nothing(): undefined {}

function at({ root }: Operands) {
  return { root }
}

function into({ recv }: Operands) {
  return { recv }
}

function intoAt({ recv, root }: Operands) {
  return { recv, root }
}

function counted({ recv, counts }: Operands) {
  return { recv, counts }
}

function countedAt({ recv, counts, root }: Operands) {
  return { recv, counts, root }
}

function sliced({ recv, slices }: Operands) {
  return { recv, counts: slices }
}

function countedBoth({ recv, counts }: Operands) {
  return { recv, sendCounts: counts, recvCounts: counts }
}
