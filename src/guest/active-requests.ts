import type { Request } from '../mpi/request.ts'
import { Status } from '../mpi/status.ts'
import { MPI_REQUEST_NULL } from './abi/handles.ts'
import { MPI_STATUSES_IGNORE } from './abi/pointers.ts'
import { STATUS_BYTES } from './abi/status.ts'
import { checkCount, type Guest } from './guest.ts'
import type { GuestMemory } from './memory.ts'
import { putEmptyStatus, putStatus } from './status.ts'

/**
 * The request that a handle stands for; null when there is nothing to wait for: for MPI_REQUEST_NULL, and for one that is inactive.
 * @throws CrossmemRangeError ERR_REQUEST
 */
export function activeRequest(guest: Guest, handle: number): Request<unknown> | null {
  if (handle === MPI_REQUEST_NULL) return null
  const { request, comm } = guest.requests.get(handle)
  guest.concerned = comm
  return request.collected ? null : request
}

/** Those of an array of handles. @throws CrossmemRangeError ERR_REQUEST, ERR_COUNT, ERR_BUFFER */
export function activeRequests(guest: Guest, count: number, pointer: number): (Request<unknown> | null)[] {
  const { memory } = guest
  const word = memory.words(pointer, checkCount(count))
  return Array.from({ length: count }, (_, i) => activeRequest(guest, memory.i32[word + i]))
}

/** Fills in the status of a request that gave `result`. */
export function putResult(memory: GuestMemory, pointer: number, result: unknown): void {
  if (result instanceof Status) putStatus(memory, pointer, result)
  else putEmptyStatus(memory, pointer)
}

/** Where an array of statuses has the one at `index`. */
export function statusAt(statuses: number, index: number): number {
  return statuses === MPI_STATUSES_IGNORE ? statuses : statuses + index * STATUS_BYTES
}
