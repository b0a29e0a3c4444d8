import { MPI_SUCCESS } from '../abi/error-classes.ts'
import type { Imports } from '../call.ts'
import { type Guest, rankOf, tagOf } from '../guest.ts'

/** Messages that are begun, and waited for later (MPI 4.1, 3.7). */
export function nonblocking(guest: Guest): Imports {
  return {
    MPI_Isend(buf: number, count: number, datatype: number, dest: number, tag: number, comm: number, request: number) {
      const communicator = guest.comm(comm)
      const bytes = guest.buffer(buf, count, datatype)
      guest.begun(request, comm, communicator.isend(bytes, { dest: rankOf(dest), tag }))
      return MPI_SUCCESS
    },
    MPI_Issend(buf: number, count: number, datatype: number, dest: number, tag: number, comm: number, request: number) {
      const communicator = guest.comm(comm)
      const bytes = guest.buffer(buf, count, datatype)
      guest.begun(request, comm, communicator.issend(bytes, { dest: rankOf(dest), tag }))
      return MPI_SUCCESS
    },
    MPI_Irecv(
      buf: number,
      count: number,
      datatype: number,
      source: number,
      tag: number,
      comm: number,
      request: number,
    ) {
      const communicator = guest.comm(comm)
      const bytes = guest.buffer(buf, count, datatype)
      guest.begun(request, comm, communicator.irecv(bytes, { source: rankOf(source), tag: tagOf(tag) }))
      return MPI_SUCCESS
    },
  }
}
