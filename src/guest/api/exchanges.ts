import { MPI_SUCCESS } from '../abi/error-classes.ts'
import type { Imports } from '../call.ts'
import { type Guest, rankOf, tagOf } from '../guest.ts'

/** A send and a receive that are begun together (MPI 4.1, 3.10). */
export function exchanges(guest: Guest): Imports {
  return {
    MPI_Isendrecv(
      sendbuf: number,
      sendcount: number,
      sendtype: number,
      dest: number,
      sendtag: number,
      recvbuf: number,
      recvcount: number,
      recvtype: number,
      source: number,
      recvtag: number,
      comm: number,
      request: number,
    ) {
      const begun = guest.comm(comm).isendrecv({
        send: guest.buffer(sendbuf, sendcount, sendtype),
        dest: rankOf(dest),
        sendTag: sendtag,
        recv: guest.buffer(recvbuf, recvcount, recvtype),
        source: rankOf(source),
        recvTag: tagOf(recvtag),
      })
      guest.begun(request, comm, begun)
      return MPI_SUCCESS
    },
    MPI_Isendrecv_replace(
      buf: number,
      count: number,
      datatype: number,
      dest: number,
      sendtag: number,
      source: number,
      recvtag: number,
      comm: number,
      request: number,
    ) {
      const begun = guest.comm(comm).isendrecvReplace(guest.buffer(buf, count, datatype), {
        dest: rankOf(dest),
        sendTag: sendtag,
        source: rankOf(source),
        recvTag: tagOf(recvtag),
      })
      guest.begun(request, comm, begun)
      return MPI_SUCCESS
    },
  }
}
