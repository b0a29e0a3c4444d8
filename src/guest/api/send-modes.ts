import { MPI_SUCCESS } from '../abi/error-classes.ts'
import type { Imports } from '../call.ts'
import { type Guest, rankOf } from '../guest.ts'

type Send = (buf: number, count: number, datatype: number, dest: number, tag: number, comm: number) => number

/** Buffered and ready sends (MPI 4.1, 3.4 and 3.7.2). */
export function sendModes(guest: Guest): Imports {
  function blocking(method: 'bsend' | 'rsend'): Send {
    return (buf, count, datatype, dest, tag, comm) => {
      const communicator = guest.comm(comm)
      communicator[method](guest.buffer(buf, count, datatype), { dest: rankOf(dest), tag })
      return MPI_SUCCESS
    }
  }

  function nonblocking(method: 'ibsend' | 'irsend') {
    return (...[buf, count, datatype, dest, tag, comm, request]: [...Parameters<Send>, number]) => {
      const communicator = guest.comm(comm)
      const bytes = guest.buffer(buf, count, datatype)
      guest.begun(request, comm, communicator[method](bytes, { dest: rankOf(dest), tag }))
      return MPI_SUCCESS
    }
  }

  return {
    MPI_Bsend: blocking('bsend'),
    MPI_Rsend: blocking('rsend'),
    MPI_Ibsend: nonblocking('ibsend'),
    MPI_Irsend: nonblocking('irsend'),
  }
}
