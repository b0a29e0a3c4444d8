import { self, world } from '../../mpi/world.ts'
import { MPI_MAX_OBJECT_NAME } from '../abi/constants.ts'
import { MPI_DATATYPE_NULL } from '../abi/datatypes.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { MPI_COMM_NULL } from '../abi/handles.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'

/** Names of communicators and datatypes (MPI 4.1, 7.8). */
export function names(guest: Guest): Imports {
  const { memory } = guest
  world.name = 'MPI_COMM_WORLD'
  self.name = 'MPI_COMM_SELF'

  /** Of datatypes that the program has named. */
  const ofTypes = new WeakMap<object, string>()

  function put(name: number, length: number, text: string): number {
    memory.putInt(length, memory.putString(name, text, MPI_MAX_OBJECT_NAME))
    return MPI_SUCCESS
  }

  return {
    MPI_Comm_set_name(comm: number, name: number) {
      guest.comm(comm).name = memory.string(name)
      return MPI_SUCCESS
    },
    MPI_Comm_get_name(comm: number, name: number, length: number) {
      return put(name, length, comm === MPI_COMM_NULL ? 'MPI_COMM_NULL' : guest.comm(comm).name)
    },
    MPI_Type_set_name(datatype: number, name: number) {
      ofTypes.set(guest.datatypes.get(datatype), memory.string(name))
      return MPI_SUCCESS
    },
    MPI_Type_get_name(datatype: number, name: number, length: number) {
      if (datatype === MPI_DATATYPE_NULL) return put(name, length, 'MPI_DATATYPE_NULL')
      const known = guest.datatypes.get(datatype)
      // Those that a program makes have no name until it gives them one.
      const first = guest.datatypes.isFixed(datatype) ? known.name : ''
      return put(name, length, ofTypes.get(known) ?? first)
    },
  }
}
