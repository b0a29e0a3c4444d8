import { PROC_NULL } from '../../mpi/constants.ts'
import type { MatchedMessage } from '../../mpi/matched-message.ts'
import { nullStatus } from '../../mpi/receive-status.ts'
import type { Status } from '../../mpi/status.ts'
import { self } from '../../mpi/world.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { MPI_COMM_SELF, MPI_MESSAGE_NO_PROC, MPI_MESSAGE_NULL } from '../abi/handles.ts'
import type { Imports } from '../call.ts'
import { type Guest, rankOf, tagOf } from '../guest.ts'
import { putStatus } from '../status.ts'

/** Looking for messages, and receiving those that were found (MPI 4.1, 3.8). */
export function probes(guest: Guest): Imports {
  const { memory } = guest

  /** Gives the program a message that was found, or what stands for one from MPI_PROC_NULL. */
  function putMessage(pointer: number, comm: number, message: MatchedMessage | null, status: number): void {
    memory.putInt(pointer, message === null ? MPI_MESSAGE_NO_PROC : guest.messages.add({ message, comm }))
    putStatus(memory, status, message === null ? nullStatus() : message.status)
  }

  /** Takes the message whose handle is at `pointer`; null for the one from MPI_PROC_NULL. */
  function takeMessage(pointer: number): { message: MatchedMessage; comm: number } | null {
    const handle = memory.getInt(pointer)
    const found = handle === MPI_MESSAGE_NO_PROC ? null : guest.messages.remove(handle)
    memory.putInt(pointer, MPI_MESSAGE_NULL)
    if (found !== null) guest.concerned = found.comm
    return found
  }

  function wanted(source: number, tag: number) {
    return { source: rankOf(source), tag: tagOf(tag) }
  }

  return {
    MPI_Probe(source: number, tag: number, comm: number, status: number) {
      putStatus(memory, status, guest.comm(comm).probe(wanted(source, tag)))
      return MPI_SUCCESS
    },
    MPI_Iprobe(source: number, tag: number, comm: number, flag: number, status: number) {
      const found: Status | null = guest.comm(comm).iprobe(wanted(source, tag))
      memory.putInt(flag, found === null ? 0 : 1)
      if (found !== null) putStatus(memory, status, found)
      return MPI_SUCCESS
    },
    MPI_Mprobe(source: number, tag: number, comm: number, message: number, status: number) {
      const communicator = guest.comm(comm)
      const from = wanted(source, tag)
      putMessage(message, comm, from.source === PROC_NULL ? null : communicator.mprobe(from), status)
      return MPI_SUCCESS
    },
    MPI_Improbe(source: number, tag: number, comm: number, flag: number, message: number, status: number) {
      const communicator = guest.comm(comm)
      const from = wanted(source, tag)
      const found = from.source === PROC_NULL ? null : communicator.improbe(from)
      const any = found !== null || from.source === PROC_NULL
      memory.putInt(flag, any ? 1 : 0)
      if (any) putMessage(message, comm, found, status)
      return MPI_SUCCESS
    },
    MPI_Mrecv(buf: number, count: number, datatype: number, message: number, status: number) {
      const bytes = guest.buffer(buf, count, datatype)
      const found = takeMessage(message)
      putStatus(memory, status, found === null ? nullStatus() : found.message.recv(bytes))
      return MPI_SUCCESS
    },
    MPI_Imrecv(buf: number, count: number, datatype: number, message: number, request: number) {
      const bytes = guest.buffer(buf, count, datatype)
      const found = takeMessage(message)
      if (found === null) guest.begun(request, MPI_COMM_SELF, self.irecv(bytes, { source: PROC_NULL }))
      else guest.begun(request, found.comm, found.message.irecv(bytes))
      return MPI_SUCCESS
    },
  }
}
