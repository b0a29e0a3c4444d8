import { errorString } from '../../mpi/error-codes.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { MPI_ERRHANDLER_NULL, MPI_ERRORS_ABORT, MPI_ERRORS_ARE_FATAL, MPI_ERRORS_RETURN } from '../abi/handles.ts'
import type { Imports } from '../call.ts'
import { type ErrorHandler, tell } from '../failures.ts'
import type { Guest } from '../guest.ts'
import { withScratch } from '../scratch.ts'

const HANDLES = { fatal: MPI_ERRORS_ARE_FATAL, abort: MPI_ERRORS_ABORT, return: MPI_ERRORS_RETURN }

/** What becomes of errors (MPI 4.1, 9.3). */
export function errorHandlers(guest: Guest): Imports {
  const { memory, errorHandlers: handles } = guest

  function get(comm: number, pointer: number): number {
    guest.comm(comm)
    memory.putInt(pointer, handleOf(guest, guest.handlerOf(comm)))
    return MPI_SUCCESS
  }

  function set(comm: number, handler: number): number {
    guest.comm(comm)
    guest.setHandler(comm, handles.get(handler))
    return MPI_SUCCESS
  }

  function create(pointer: number, handler: number): number {
    memory.putInt(handler, handles.add(functionOf(guest, pointer)))
    return MPI_SUCCESS
  }

  return {
    MPI_Comm_create_errhandler: create,
    MPI_Comm_get_errhandler: get,
    MPI_Comm_set_errhandler: set,
    MPI_Errhandler_create: create,
    MPI_Errhandler_get: get,
    MPI_Errhandler_set: set,
    MPI_Errhandler_free(pointer: number) {
      const handle = memory.getInt(pointer)
      if (!handles.isFixed(handle)) handles.remove(handle)
      memory.putInt(pointer, MPI_ERRHANDLER_NULL)
      return MPI_SUCCESS
    },
    MPI_Comm_call_errhandler(comm: number, code: number) {
      guest.comm(comm)
      tell(guest, comm, code, `MPI_Comm_call_errhandler: ${errorString(code) || `error code ${code}`}`)
      return MPI_SUCCESS
    },
  }
}

function handleOf(guest: Guest, handler: ErrorHandler): number {
  return typeof handler === 'function' ? guest.errorHandlers.add(handler) : HANDLES[handler]
}

/** A function of the program: it is given pointers to the communicator and the code, and what C passes for further arguments. */
function functionOf(guest: Guest, pointer: number): ErrorHandler {
  const call = guest.callback(pointer)
  return (comm, code) =>
    withScratch(guest, 8, (args) => {
      guest.memory.putInt(args, comm)
      guest.memory.putInt(args + 4, code)
      call(args, args + 4, 0)
    })
}
