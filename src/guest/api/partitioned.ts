import { CrossmemRangeError } from '../../errors.ts'
import { PartitionedReceive } from '../../mpi/partitioned/partitioned-receive.ts'
import { PartitionedSend } from '../../mpi/partitioned/partitioned-send.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import type { Imports } from '../call.ts'
import { type Guest, rankOf, tagOf } from '../guest.ts'
import { hex } from '../memory.ts'

/** Messages in parts (MPI 4.1, chapter 4). */
export function partitioned(guest: Guest): Imports {
  const { memory } = guest

  /** @throws CrossmemRangeError ERR_REQUEST for a request of another kind */
  function find<T>(handle: number, kind: new (...args: never[]) => T, what: string): T {
    const { request, comm } = guest.requests.get(handle)
    guest.concerned = comm
    if (request instanceof kind) return request
    throw new CrossmemRangeError('ERR_REQUEST', `the request ${hex(handle)} is no ${what}`)
  }

  function send(handle: number): PartitionedSend {
    return find(handle, PartitionedSend, 'partitioned send')
  }

  return {
    MPI_Psend_init(
      buf: number,
      partitions: number,
      count: number,
      datatype: number,
      dest: number,
      tag: number,
      comm: number,
      _info: number,
      request: number,
    ) {
      const communicator = guest.comm(comm)
      const bytes = guest.buffer(buf, count * partitions, datatype)
      guest.begun(request, comm, communicator.psendInit(bytes, { partitions, dest: rankOf(dest), tag }))
      return MPI_SUCCESS
    },
    MPI_Precv_init(
      buf: number,
      partitions: number,
      count: number,
      datatype: number,
      source: number,
      tag: number,
      comm: number,
      _info: number,
      request: number,
    ) {
      const communicator = guest.comm(comm)
      const bytes = guest.buffer(buf, count * partitions, datatype)
      const options = { partitions, source: rankOf(source), tag: tagOf(tag) }
      guest.begun(request, comm, communicator.precvInit(bytes, options))
      return MPI_SUCCESS
    },
    MPI_Pready(partition: number, request: number) {
      send(request).pready(partition)
      return MPI_SUCCESS
    },
    MPI_Pready_range(first: number, last: number, request: number) {
      send(request).preadyRange(first, last)
      return MPI_SUCCESS
    },
    MPI_Pready_list(count: number, pointer: number, request: number) {
      send(request).preadyList(guest.ints(pointer, count))
      return MPI_SUCCESS
    },
    MPI_Parrived(request: number, partition: number, flag: number) {
      const arrived = find(request, PartitionedReceive, 'partitioned receive').parrived(partition)
      memory.putInt(flag, arrived ? 1 : 0)
      return MPI_SUCCESS
    },
  }
}
