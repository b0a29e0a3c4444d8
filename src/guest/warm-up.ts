import { availableParallelism } from 'node:os'
import { TAG_UB } from '../mpi/constants.ts'
import { world } from '../mpi/world.ts'
import { MPI_DOUBLE } from './abi/datatypes.ts'
import { MPI_COMM_WORLD } from './abi/handles.ts'
import { MPI_SUM } from './abi/ops.ts'
import { MPI_STATUS_IGNORE } from './abi/pointers.ts'
import type { Guest } from './guest.ts'

/** How often each path is gone until V8 has optimised it. */
const ROUNDS = 1500
const BYTES = 8

/**
 * Goes the shortest paths until V8 has optimised them, so that a program's first messages are as fast as its later ones: some milliseconds.
 * Ranks that share a processor would wait for each other for longer than that is worth.
 */
export function warmUp(guest: Guest): void {
  const { rank, size } = world
  if (size === 1 || size > availableParallelism() || !guest.canAllocate) return
  const out = guest.malloc(2 * BYTES)
  if (out === 0) return
  const into = out + BYTES
  const { MPI_Send, MPI_Recv, MPI_Barrier, MPI_Bcast, MPI_Allreduce } = guest.calls
  const partner = rank ^ 1
  const send = () => MPI_Send(out, 1, MPI_DOUBLE, partner, TAG_UB, MPI_COMM_WORLD)
  const receive = () => MPI_Recv(into, 1, MPI_DOUBLE, partner, TAG_UB, MPI_COMM_WORLD, MPI_STATUS_IGNORE)
  const [first, second] = rank < partner ? [send, receive] : [receive, send]
  for (let round = 0; round < ROUNDS; round++) {
    if (partner < size) {
      first()
      second()
    }
    MPI_Barrier(MPI_COMM_WORLD)
    MPI_Bcast(out, 1, MPI_DOUBLE, 0, MPI_COMM_WORLD)
    MPI_Allreduce(out, into, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD)
  }
  guest.free(out)
}
