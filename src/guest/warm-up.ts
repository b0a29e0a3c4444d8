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
/** Where other programs take the processors, it would last. */
const LONGEST_MS = 50
/** Two numbers at the beginning of the memory, which are put back: no rank can be out of memory for them and leave the others alone. */
const OUT = 16
const INTO = 24

/**
 * Goes the shortest paths until V8 has optimised them, so that a program's first messages are as fast as its later ones: some milliseconds.
 * Ranks that share a processor would wait for each other for longer than that is worth.
 */
export function warmUp(guest: Guest): void {
  const { rank, size } = world
  if (size === 1 || size > availableParallelism()) return
  const { f64 } = guest.memory
  const before = f64.slice(OUT >>> 3, (INTO >>> 3) + 1)
  const { MPI_Send, MPI_Recv, MPI_Barrier, MPI_Bcast, MPI_Allreduce } = guest.calls
  const partner = rank ^ 1
  const send = () => MPI_Send(OUT, 1, MPI_DOUBLE, partner, TAG_UB, MPI_COMM_WORLD)
  const receive = () => MPI_Recv(INTO, 1, MPI_DOUBLE, partner, TAG_UB, MPI_COMM_WORLD, MPI_STATUS_IGNORE)
  const [first, second] = rank < partner ? [send, receive] : [receive, send]
  const end = performance.now() + LONGEST_MS
  for (let round = 1; ; round++) {
    // All stop when rank 0 says so.
    f64[OUT >>> 3] = Number(round === ROUNDS || performance.now() > end)
    MPI_Bcast(OUT, 1, MPI_DOUBLE, 0, MPI_COMM_WORLD)
    if (f64[OUT >>> 3] === 1) break
    if (partner < size) {
      first()
      second()
    }
    MPI_Barrier(MPI_COMM_WORLD)
    MPI_Allreduce(OUT, INTO, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD)
  }
  f64.set(before, OUT >>> 3)
}
