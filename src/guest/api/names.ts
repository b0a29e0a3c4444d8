import { self, world } from '../../mpi/world.ts'
import { MPI_MAX_OBJECT_NAME } from '../abi/constants.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { MPI_COMM_NULL } from '../abi/handles.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'

/** Names of communicators (MPI 4.1, 7.8). */
export function names(guest: Guest): Imports {
  const { memory } = guest
  world.name = 'MPI_COMM_WORLD'
  self.name = 'MPI_COMM_SELF'

  return {
    MPI_Comm_set_name(comm: number, name: number) {
      guest.comm(comm).name = memory.string(name)
      return MPI_SUCCESS
    },
    MPI_Comm_get_name(comm: number, name: number, length: number) {
      const text = comm === MPI_COMM_NULL ? 'MPI_COMM_NULL' : guest.comm(comm).name
      memory.putInt(length, memory.putString(name, text, MPI_MAX_OBJECT_NAME))
      return MPI_SUCCESS
    },
  }
}
