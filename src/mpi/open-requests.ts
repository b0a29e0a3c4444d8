import { ANY_SOURCE } from './constants.ts'
import type { Request } from './request.ts'

/** A request of a list that is done: its place there, and what `wait` returns for it. */
export interface Completion<T> {
  index: number
  result: T
}

type Pending = Request<unknown> | null | undefined
export type Requests = readonly Pending[]
/** What a request's `wait` returns. */
type Result<P> = P extends Request<infer T> ? T : undefined
export type Results<R> = { -readonly [K in keyof R]: Result<R[K]> }
export type One<R extends Requests> = Completion<Result<Exclude<R[number], null | undefined>>>
/** How the result of a request that is done is come by. */
type Take = (request: Request<unknown>) => unknown

/** Hands the result out. */
export const collect: Take = (request) => request.collect()
/** Leaves the request as it is. */
export const peek: Take = (request) => request.peek()

/** Whether there is something in it that was not handed out yet. */
export function isOpen(request: Pending): request is Request<unknown> {
  return request !== null && request !== undefined && !request.collected
}

export function isDone(request: Pending): boolean {
  return request?.done !== false
}

export function waitForOne(requests: Requests): void {
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

/** Looks once for what arrived. @throws CrossmemError when none of the requests can ever be done */
export function look(requests: Requests): void {
  const open = requests.filter(isOpen)
  if (open.length === 0) return
  open[0].transport.progress()
  if (open.every((request) => !request.done)) open[0].transport.requireAlive(peerOf(open))
}

export function resultsOf<R extends Requests>(requests: R, take: Take): Results<R> {
  return requests.map((request) => (request ? take(request) : undefined)) as Results<R>
}

export function firstDone<R extends Requests>(requests: R, take: Take): One<R> | null {
  const index = requests.findIndex((request) => isOpen(request) && request.done)
  return index < 0 ? null : ({ index, result: take(requests[index]!) } as One<R>)
}

export function allDone<R extends Requests>(requests: R, take: Take): One<R>[] {
  const done = requests.flatMap((request, index) =>
    isOpen(request) && request.done ? [{ index, result: take(request) }] : [],
  )
  return done as One<R>[]
}

/** The rank that all of them wait for, if it is the same. */
function peerOf<T>(requests: readonly Request<T>[]): number {
  const [{ peer }] = requests
  return requests.every((request) => request.peer === peer) ? peer : ANY_SOURCE
}
