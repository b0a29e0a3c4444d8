import { createFromGroup, intercommCreateFromGroups } from '../../mpi/from-groups.ts'
import { Intercommunicator } from '../../mpi/intercommunicator.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { MPI_COMM_NULL, MPI_COMM_WORLD } from '../abi/handles.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'

type Eight = [number, number, number, number, number, number, number, number]

/** Intercommunicators (MPI 4.1, 7.6), and what is made of groups alone. */
export function intercommunicators(guest: Guest): Imports {
  const { memory } = guest

  return {
    MPI_Comm_test_inter(comm: number, flag: number) {
      memory.putInt(flag, guest.comm(comm) instanceof Intercommunicator ? 1 : 0)
      return MPI_SUCCESS
    },
    MPI_Comm_remote_size(comm: number, size: number) {
      memory.putInt(size, guest.intercomm(comm).remoteSize)
      return MPI_SUCCESS
    },
    MPI_Comm_remote_group(comm: number, group: number) {
      memory.putInt(group, guest.newGroup(guest.intercomm(comm).remoteGroup))
      return MPI_SUCCESS
    },
    MPI_Intercomm_create(
      local: number,
      localLeader: number,
      peer: number,
      remoteLeader: number,
      tag: number,
      made: number,
    ) {
      const own = guest.intracomm(local)
      // These matter at the leader alone.
      const leading = own.rank === localLeader ? { peer: guest.comms.get(peer), remoteLeader } : {}
      memory.putInt(made, guest.newComm(own.intercommCreate({ localLeader, tag, ...leading }), local))
      return MPI_SUCCESS
    },
    MPI_Intercomm_create_from_groups(
      ...[localGroup, localLeader, remoteGroup, remoteLeader, tag, , handler, made]: Eight
    ) {
      const inter = intercommCreateFromGroups({
        local: guest.groups.get(localGroup),
        localLeader,
        remote: guest.groups.get(remoteGroup),
        remoteLeader,
        tag: memory.string(tag),
      })
      memory.putInt(made, guest.newComm(inter, MPI_COMM_WORLD))
      if (inter !== null) guest.setHandler(memory.getInt(made), guest.errorHandlers.get(handler))
      return MPI_SUCCESS
    },
    MPI_Comm_create_from_group(group: number, tag: number, _info: number, handler: number, pointer: number) {
      const comm = createFromGroup(guest.groups.get(group), memory.string(tag))
      memory.putInt(pointer, guest.newComm(comm, MPI_COMM_WORLD))
      if (comm !== null) guest.setHandler(memory.getInt(pointer), guest.errorHandlers.get(handler))
      return MPI_SUCCESS
    },
    MPI_Intercomm_merge(comm: number, high: number, made: number) {
      memory.putInt(made, guest.newComm(guest.intercomm(comm).merge({ high: high !== 0 }), comm))
      return MPI_SUCCESS
    },
    // Nobody has started this job from another one.
    MPI_Comm_get_parent(parent: number) {
      memory.putInt(parent, MPI_COMM_NULL)
      return MPI_SUCCESS
    },
  }
}
