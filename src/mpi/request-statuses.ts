import type { One, Requests, Results } from './open-requests.ts'
import { allDone, firstDone, isDone, isOpen, look, peek, resultsOf } from './open-requests.ts'

/** The results of all, if all are done; else null. The requests stay as they are (MPI_Request_get_status_all). */
export function getStatusAll<R extends Requests>(requests: R): Results<R> | null {
  look(requests)
  return requests.every(isDone) ? resultsOf(requests, peek) : null
}

/** As {@link testAny}, but the request stays as it is (MPI_Request_get_status_any). */
export function getStatusAny<R extends Requests>(requests: R): One<R> | null | undefined {
  look(requests)
  return firstDone(requests, peek) ?? (requests.some(isOpen) ? undefined : null)
}

/** As {@link testSome}, but the requests stay as they are (MPI_Request_get_status_some). */
export function getStatusSome<R extends Requests>(requests: R): One<R>[] {
  look(requests)
  return allDone(requests, peek)
}
