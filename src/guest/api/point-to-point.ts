import { Status } from '../../mpi/status.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import type { Imports } from '../call.ts'
import { type Guest, rankOf, tagOf } from '../guest.ts'
import { putStatus } from '../status.ts'

/** Blocking messages (MPI 4.1, 3.2, 3.4 and 3.10). Nothing is allocated for short ones. */
export function pointToPoint(guest: Guest): Imports {
  const { memory } = guest
  const send = { dest: 0, tag: 0 }
  const receive = { source: 0, tag: 0, status: new Status() }

  return {
    MPI_Send(buf: number, count: number, datatype: number, dest: number, tag: number, comm: number) {
      const communicator = guest.comm(comm)
      send.dest = rankOf(dest)
      send.tag = tag
      communicator.send(guest.buffer(buf, count, datatype), send)
      return MPI_SUCCESS
    },
    MPI_Ssend(buf: number, count: number, datatype: number, dest: number, tag: number, comm: number) {
      const communicator = guest.comm(comm)
      send.dest = rankOf(dest)
      send.tag = tag
      communicator.ssend(guest.buffer(buf, count, datatype), send)
      return MPI_SUCCESS
    },
    MPI_Recv(buf: number, count: number, datatype: number, source: number, tag: number, comm: number, status: number) {
      const communicator = guest.comm(comm)
      receive.source = rankOf(source)
      receive.tag = tagOf(tag)
      putStatus(memory, status, communicator.recv(guest.buffer(buf, count, datatype), receive))
      return MPI_SUCCESS
    },
    MPI_Sendrecv(
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
      status: number,
    ) {
      const received = guest.comm(comm).sendrecv({
        send: guest.buffer(sendbuf, sendcount, sendtype),
        dest: rankOf(dest),
        sendTag: sendtag,
        recv: guest.buffer(recvbuf, recvcount, recvtype),
        source: rankOf(source),
        recvTag: tagOf(recvtag),
      })
      putStatus(memory, status, received)
      return MPI_SUCCESS
    },
    MPI_Sendrecv_replace(
      buf: number,
      count: number,
      datatype: number,
      dest: number,
      sendtag: number,
      source: number,
      recvtag: number,
      comm: number,
      status: number,
    ) {
      const received = guest.comm(comm).sendrecvReplace(guest.buffer(buf, count, datatype), {
        dest: rankOf(dest),
        sendTag: sendtag,
        source: rankOf(source),
        recvTag: tagOf(recvtag),
      })
      putStatus(memory, status, received)
      return MPI_SUCCESS
    },
  }
}
