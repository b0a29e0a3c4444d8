import { childProcess } from './child-process.ts'
import { unixSocket } from './unix-socket.ts'
import { workerThreads, workerThreadsTransfer } from './worker-threads.ts'

export const links = {
  child_process: childProcess,
  worker_threads: workerThreads,
  worker_threads_transfer: workerThreadsTransfer,
  'unix-socket': unixSocket,
}

export type LinkName = keyof typeof links
