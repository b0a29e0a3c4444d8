import { CrossmemError, CrossmemRangeError } from '../../errors.ts'
import type { Communicator } from '../../mpi/communicator.ts'
import type { Comparison } from '../../mpi/comparison.ts'
import { COMM_TYPE_SHARED } from '../../mpi/constants.ts'
import type { Intercommunicator } from '../../mpi/intercommunicator.ts'
import {
  MPI_COMM_TYPE_HW_GUIDED,
  MPI_COMM_TYPE_HW_UNGUIDED,
  MPI_COMM_TYPE_RESOURCE_GUIDED,
  MPI_COMM_TYPE_SHARED,
  MPI_CONGRUENT,
  MPI_IDENT,
  MPI_SIMILAR,
  MPI_UNDEFINED,
  MPI_UNEQUAL,
} from '../abi/constants.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { MPI_COMM_NULL } from '../abi/handles.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'

/** How two groups or communicators compare, in C. */
export const COMPARISONS: Record<Comparison, number> = {
  ident: MPI_IDENT,
  congruent: MPI_CONGRUENT,
  similar: MPI_SIMILAR,
  unequal: MPI_UNEQUAL,
}

/** Communicators (MPI 4.1, 7.4). */
export function communicators(guest: Guest): Imports {
  const { memory } = guest

  /** Gives the program a communicator that was made of another one. */
  function put(pointer: number, made: Communicator | Intercommunicator | null, parent: number): number {
    const word = memory.words(pointer, 1)
    memory.i32[word] = guest.newComm(made, parent)
    return MPI_SUCCESS
  }

  function dup(comm: number, pointer: number): number {
    // What a callback fails leaves no communicator.
    memory.putInt(pointer, MPI_COMM_NULL)
    return put(pointer, guest.comm(comm).dup(), comm)
  }

  function idup(comm: number, pointer: number, request: number): number {
    guest.begun(request, comm, guest.comm(comm).idup(), (made) =>
      put(pointer, made as Communicator | Intercommunicator, comm),
    )
    return MPI_SUCCESS
  }

  function free(pointer: number): number {
    const handle = memory.getInt(pointer)
    const communicator = guest.comm(handle)
    communicator.free()
    guest.comms.remove(handle)
    memory.putInt(pointer, MPI_COMM_NULL)
    return MPI_SUCCESS
  }

  return {
    MPI_Comm_rank(comm: number, rank: number) {
      memory.putInt(rank, guest.comm(comm).rank)
      return MPI_SUCCESS
    },
    MPI_Comm_size(comm: number, size: number) {
      memory.putInt(size, guest.comm(comm).size)
      return MPI_SUCCESS
    },
    MPI_Comm_compare(one: number, other: number, result: number) {
      memory.putInt(result, COMPARISONS[guest.comm(one).compare(guest.comm(other))])
      return MPI_SUCCESS
    },
    MPI_Comm_dup: dup,
    MPI_Comm_dup_with_info: (comm: number, _info: number, pointer: number) => dup(comm, pointer),
    MPI_Comm_idup: idup,
    MPI_Comm_idup_with_info: (comm: number, _info: number, pointer: number, request: number) =>
      idup(comm, pointer, request),
    MPI_Comm_split(comm: number, color: number, key: number, pointer: number) {
      if (color < 0 && color !== MPI_UNDEFINED) {
        throw new CrossmemRangeError('ERR_COLOR', `color ${color} is less than 0, and not MPI_UNDEFINED`)
      }
      return put(pointer, guest.comm(comm).split({ color: color < 0 ? undefined : color, key }), comm)
    },
    MPI_Comm_split_type(comm: number, type: number, key: number, _info: number, pointer: number) {
      return put(pointer, guest.intracomm(comm).splitType({ type: splitTypeOf(type), key }), comm)
    },
    MPI_Comm_create(comm: number, group: number, pointer: number) {
      return put(pointer, guest.comm(comm).create(guest.groups.get(group)), comm)
    },
    MPI_Comm_create_group(comm: number, group: number, tag: number, pointer: number) {
      return put(pointer, guest.intracomm(comm).createGroup(guest.groups.get(group), { tag }), comm)
    },
    MPI_Comm_free: free,
    // Nothing of what was started is lost by that.
    MPI_Comm_disconnect: free,
    MPI_Comm_group(comm: number, pointer: number) {
      memory.putInt(pointer, guest.newGroup(guest.comm(comm).group))
      return MPI_SUCCESS
    },
  }
}

/** @throws CrossmemError ERR_SPLIT_TYPE for what is no type */
function splitTypeOf(type: number): typeof COMM_TYPE_SHARED | undefined {
  if (type === MPI_COMM_TYPE_SHARED) return COMM_TYPE_SHARED
  // What hardware ranks share, beside the machine, is not known: they join nobody, as MPI permits.
  const guided = [MPI_COMM_TYPE_HW_GUIDED, MPI_COMM_TYPE_HW_UNGUIDED, MPI_COMM_TYPE_RESOURCE_GUIDED]
  if (type === MPI_UNDEFINED || guided.includes(type)) return undefined
  throw new CrossmemError('ERR_SPLIT_TYPE', `${type} is none of the types that MPI_Comm_split_type knows`)
}
