import { CrossmemError } from '../../errors.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'

/** Memory and addresses (MPI 4.1, 5.1.5 and 9.2). All of a program's memory can be reached by the other ranks, so there is no special kind. */
export function memoryAndAddresses(guest: Guest): Imports {
  const { memory } = guest

  return {
    MPI_Alloc_mem(size: number, _info: number, base: number) {
      const pointer = guest.malloc(size)
      if (pointer === 0 && size !== 0) {
        throw new CrossmemError('ERR_GUEST_MEMORY', `the program has no memory left for ${size >>> 0} bytes`)
      }
      memory.putInt(base, pointer)
      return MPI_SUCCESS
    },
    MPI_Free_mem(base: number) {
      guest.free(base)
      return MPI_SUCCESS
    },
    MPI_Get_address(location: number, address: number) {
      memory.putInt(address, location)
      return MPI_SUCCESS
    },
    MPI_Aint_add: (base: number, displacement: number) => (base + displacement) | 0,
    MPI_Aint_diff: (one: number, other: number) => (one - other) | 0,
  }
}
