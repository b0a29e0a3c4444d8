import { isDone, look } from '../../mpi/open-requests.ts'
import { MPI_UNDEFINED } from '../abi/constants.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { activeRequest, activeRequests, putResult, statusAt } from '../active-requests.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'

/** Looking at requests, which stay as they are (MPI 4.1, 3.7.6). */
export function requestStatuses(guest: Guest): Imports {
  const { memory } = guest

  return {
    MPI_Request_get_status(handle: number, flag: number, status: number) {
      const request = activeRequest(guest, handle)
      look([request])
      const done = isDone(request)
      memory.putInt(flag, done ? 1 : 0)
      if (done) putResult(memory, status, request?.peek())
      return MPI_SUCCESS
    },
    MPI_Request_get_status_all(count: number, pointer: number, flag: number, statuses: number) {
      const requests = activeRequests(guest, count, pointer)
      look(requests)
      const done = requests.every(isDone)
      memory.putInt(flag, done ? 1 : 0)
      if (!done) return MPI_SUCCESS
      for (const [i, request] of requests.entries()) putResult(memory, statusAt(statuses, i), request?.peek())
      return MPI_SUCCESS
    },
    MPI_Request_get_status_any(count: number, pointer: number, index: number, flag: number, status: number) {
      const requests = activeRequests(guest, count, pointer)
      look(requests)
      const found = requests.findIndex((request) => request?.done)
      const none = requests.every((request) => request === null)
      memory.putInt(flag, found >= 0 || none ? 1 : 0)
      memory.putInt(index, found >= 0 ? found : MPI_UNDEFINED)
      if (found >= 0 || none) putResult(memory, status, requests[found]?.peek())
      return MPI_SUCCESS
    },
    MPI_Request_get_status_some(count: number, pointer: number, outcount: number, indices: number, statuses: number) {
      const requests = activeRequests(guest, count, pointer)
      look(requests)
      const done = [...requests.keys()].filter((i) => requests[i]?.done)
      const word = memory.words(indices, done.length)
      memory.putInt(outcount, requests.every((request) => request === null) ? MPI_UNDEFINED : done.length)
      done.forEach((index, i) => {
        memory.i32[word + i] = index
        putResult(memory, statusAt(statuses, i), requests[index]!.peek())
      })
      return MPI_SUCCESS
    },
  }
}
