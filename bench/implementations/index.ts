import type { Prepare } from './implementation.ts'
import { mpich, openmpi } from './mpi.ts'
import { childProcess, unixSocket, workerThreads, workerThreadsTransfer } from './node.ts'

/** Everybody that crossmem is measured against, by the name that results carry. */
export const peers: Readonly<Record<string, Prepare>> = {
  openmpi,
  mpich,
  child_process: childProcess,
  worker_threads: workerThreads,
  worker_threads_transfer: workerThreadsTransfer,
  'unix-socket': unixSocket,
}
