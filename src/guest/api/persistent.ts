import { CrossmemRangeError } from '../../errors.ts'
import { PersistentRequest } from '../../mpi/persistent-request.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import type { Imports } from '../call.ts'
import { type Guest, rankOf, tagOf } from '../guest.ts'
import { hex } from '../memory.ts'

type SendInit = 'sendInit' | 'ssendInit' | 'bsendInit' | 'rsendInit'

/** Messages that are set up once, and started again and again (MPI 4.1, 3.9). */
export function persistent(guest: Guest): Imports {
  const { memory } = guest

  function sendInit(method: SendInit) {
    return (buf: number, count: number, datatype: number, dest: number, tag: number, comm: number, request: number) => {
      const communicator = guest.comm(comm)
      const bytes = guest.buffer(buf, count, datatype)
      guest.begun(request, comm, communicator[method](bytes, { dest: rankOf(dest), tag }))
      return MPI_SUCCESS
    }
  }

  /** Starts the request whose handle is at `pointer`. @throws CrossmemRangeError ERR_REQUEST for one that cannot be started */
  function start(pointer: number): void {
    const handle = memory.getInt(pointer)
    const { request, comm } = guest.requests.get(handle)
    guest.concerned = comm
    if (!(request instanceof PersistentRequest)) {
      throw new CrossmemRangeError('ERR_REQUEST', `the request ${hex(handle)} is not persistent, and cannot be started`)
    }
    request.start()
  }

  return {
    MPI_Send_init: sendInit('sendInit'),
    MPI_Ssend_init: sendInit('ssendInit'),
    MPI_Bsend_init: sendInit('bsendInit'),
    MPI_Rsend_init: sendInit('rsendInit'),
    MPI_Recv_init(
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
      guest.begun(request, comm, communicator.recvInit(bytes, { source: rankOf(source), tag: tagOf(tag) }))
      return MPI_SUCCESS
    },
    MPI_Start(pointer: number) {
      start(pointer)
      return MPI_SUCCESS
    },
    MPI_Startall(count: number, pointer: number) {
      for (let i = 0; i < count; i++) start(pointer + 4 * i)
      return MPI_SUCCESS
    },
  }
}
