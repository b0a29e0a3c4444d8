import { ANY_SOURCE } from './constants.ts'
import type { Request } from './request.ts'

/** A request of a list that is done: its place there, and what `wait` returns for it. */
export interface Completion<T> {
  index: number
  result: T
}

type Pending = Request<unknown> | null | undefined
type Requests = readonly Pending[]
/** What a request's `wait` returns. */
type Result<P> = P extends Request<infer T> ? T : undefined
type Results<R> = { -readonly [K in keyof R]: Result<R[K]> }
type One<R extends Requests> = Completion<Result<Exclude<R[number], null | undefined>>>

/**
 * Blocks until all are done (MPI_Waitall).
 * @returns the results in order; undefined for null entries
 * @throws the error of the first that failed
 */
export function waitAll<R extends Requests>(requests: R): Results<R> {
  return requests.map((request) => request?.wait()) as Results<R>
}

/**
 * Blocks until one is done (MPI_Waitany). Null entries, and requests whose result was handed out before, are passed over.
 * @returns which, and its result; null when none is left
 * @throws its error
 */
export function waitAny<R extends Requests>(requests: R): One<R> | null {
  waitForOne(requests)
  return firstDone(requests)
}

/** Blocks until at least one is done, and returns all that are (MPI_Waitsome); an empty list when none is left. */
export function waitSome<R extends Requests>(requests: R): One<R>[] {
  waitForOne(requests)
  return allDone(requests)
}

/** The results of all, if all are done; else null (MPI_Testall). Looks for arrivals. */
export function testAll<R extends Requests>(requests: R): Results<R> | null {
  look(requests)
  if (requests.some((request) => request?.done === false)) return null
  return requests.map((request) => request?.collect()) as Results<R>
}

/** One that is done, if any is; undefined if none is yet, null when none is left (MPI_Testany). Looks for arrivals. */
export function testAny<R extends Requests>(requests: R): One<R> | null | undefined {
  look(requests)
  return firstDone(requests) ?? (requests.some(isOpen) ? undefined : null)
}

/** All that are done (MPI_Testsome). Looks for arrivals. */
export function testSome<R extends Requests>(requests: R): One<R>[] {
  look(requests)
  return allDone(requests)
}

function isOpen(request: Pending): request is Request<unknown> {
  return request !== null && request !== undefined && !request.collected
}

function waitForOne(requests: Requests): void {
  const open = requests.filter(isOpen)
  if (open.length === 0) return
  const anyDone = {
    error: null,
    get done() {
      return open.some((request) => request.done)
    },
  }
  open[0].transport.wait(anyDone, peerOf(open))
}

function look(requests: Requests): void {
  const open = requests.filter(isOpen)
  if (open.length === 0) return
  open[0].transport.progress()
  if (open.every((request) => !request.done)) open[0].transport.requireAlive(peerOf(open))
}

/** The rank that all of them wait for, if it is the same. */
function peerOf<T>(requests: readonly Request<T>[]): number {
  const [{ peer }] = requests
  return requests.every((request) => request.peer === peer) ? peer : ANY_SOURCE
}

function firstDone<R extends Requests>(requests: R): One<R> | null {
  const index = requests.findIndex((request) => isOpen(request) && request.done)
  return index < 0 ? null : ({ index, result: requests[index]!.collect() } as One<R>)
}

function allDone<R extends Requests>(requests: R): One<R>[] {
  const done = requests.flatMap((request, index) =>
    isOpen(request) && request.done ? [{ index, result: request.collect() }] : [],
  )
  return done as One<R>[]
}
