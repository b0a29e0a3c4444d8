import type { One, Requests, Results } from './open-requests.ts'
import { allDone, collect, firstDone, isDone, isOpen, look, resultsOf, waitForOne } from './open-requests.ts'

/**
 * Blocks until all are done (MPI_Waitall).
 * @returns the results in order; undefined for null entries
 * @throws the error of the first that failed
 */
export function waitAll<R extends Requests>(requests: R): Results<R> {
  return requests.map((request) => request?.wait()) as Results<R>
}

/**
 * Blocks until one is done (MPI_Waitany). Null entries, inactive requests, and those whose result was handed out before
 * are passed over.
 * @returns which, and its result; null when none is left
 * @throws its error
 */
export function waitAny<R extends Requests>(requests: R): One<R> | null {
  waitForOne(requests)
  return firstDone(requests, collect)
}

/** Blocks until at least one is done, and returns all that are (MPI_Waitsome); an empty list when none is left. */
export function waitSome<R extends Requests>(requests: R): One<R>[] {
  waitForOne(requests)
  return allDone(requests, collect)
}

/** The results of all, if all are done; else null (MPI_Testall). Looks for arrivals. */
export function testAll<R extends Requests>(requests: R): Results<R> | null {
  look(requests)
  return requests.every(isDone) ? resultsOf(requests, collect) : null
}

/** One that is done, if any is; undefined if none is yet, null when none is left (MPI_Testany). Looks for arrivals. */
export function testAny<R extends Requests>(requests: R): One<R> | null | undefined {
  look(requests)
  return firstDone(requests, collect) ?? (requests.some(isOpen) ? undefined : null)
}

/** All that are done (MPI_Testsome). Looks for arrivals. */
export function testSome<R extends Requests>(requests: R): One<R>[] {
  look(requests)
  return allDone(requests, collect)
}
