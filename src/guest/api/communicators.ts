import { MPI_SUCCESS } from '../abi/error-classes.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'

/** Communicators (MPI 4.1, 7.4). */
export function communicators(guest: Guest): Imports {
  const { memory } = guest

  return {
    MPI_Comm_rank(comm: number, rank: number) {
      memory.putInt(rank, guest.comm(comm).rank)
      return MPI_SUCCESS
    },
    MPI_Comm_size(comm: number, size: number) {
      memory.putInt(size, guest.comm(comm).size)
      return MPI_SUCCESS
    },
  }
}
