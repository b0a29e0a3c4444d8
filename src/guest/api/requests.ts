import { CrossmemError } from '../../errors.ts'
import { GeneralizedRequest } from '../../mpi/generalized-request.ts'
import { isDone, look } from '../../mpi/open-requests.ts'
import { PersistentRequest } from '../../mpi/persistent-request.ts'
import type { Request } from '../../mpi/request.ts'
import { testAny, waitAny } from '../../mpi/request-sets.ts'
import { MPI_UNDEFINED } from '../abi/constants.ts'
import { MPI_ERR_PENDING, MPI_SUCCESS } from '../abi/error-classes.ts'
import { MPI_REQUEST_NULL } from '../abi/handles.ts'
import { activeRequest, activeRequests, putResult, statusAt } from '../active-requests.ts'
import type { Imports } from '../call.ts'
import { codeOf } from '../failures.ts'
import { checkCount, type Guest } from '../guest.ts'
import { putEmptyStatus, putError } from '../status.ts'

/** A request of an array that has ended, well or not. */
interface Ended {
  readonly index: number
  readonly result: unknown
  readonly error: Error | null
}

type Given = readonly (Request<unknown> | null)[]
/** waitAny or testAny: null when there is nothing to wait for, undefined when nothing has ended yet. */
type Any = (requests: Given) => { index: number; result: unknown } | null | undefined

function firstEnded(requests: Given, any: Any): Ended | null | undefined {
  try {
    const one = any(requests)
    return one && { ...one, error: null }
  } catch (error) {
    const index = requests.findIndex((request) => request?.collected)
    if (index < 0) throw error
    return { index, result: undefined, error: error as Error }
  }
}

/** All that have ended; null when there is nothing to wait for. */
function allEnded(requests: Given, any: Any): Ended[] | null {
  const first = firstEnded(requests, any)
  if (first === null || first === undefined) return first === null ? null : []
  const ended = [first]
  for (let left = requests; ; ) {
    left = left.map((request) => (request?.collected || !request?.done ? null : request))
    const next = firstEnded(left, any)
    if (!next) return ended.sort((a, b) => a.index - b.index)
    ended.push(next)
  }
}

/** Waiting for requests (MPI 4.1, 3.7). */
export function requests(guest: Guest): Imports {
  const { memory, requests: handles } = guest

  /** The request whose handle is at `pointer`; null when there is nothing to wait for. */
  function at(pointer: number): Request<unknown> | null {
    return activeRequest(guest, memory.getInt(pointer))
  }

  /** Tells of the end of a request, and forgets it. */
  function retire(pointer: number, result: unknown, status: number): void {
    guest.completed(pointer, result)
    putResult(memory, status, result)
  }

  /** Waits for, or takes, one that is done; a failed one is forgotten, too. */
  function finish(pointer: number, request: Request<unknown>, status: number): void {
    let result: unknown
    try {
      result = request.wait()
    } catch (error) {
      if (request.done) guest.completed(pointer, undefined)
      throw error
    }
    retire(pointer, result, status)
  }

  /** Finishes all, and says of each how it ended if one has failed. */
  function finishAll(count: number, pointer: number, statuses: number): void {
    const errors: (Error | null)[] = []
    for (let i = 0; i < checkCount(count); i++) {
      const status = statusAt(statuses, i)
      try {
        const request = at(pointer + 4 * i)
        if (request === null) putEmptyStatus(memory, status)
        else finish(pointer + 4 * i, request, status)
        errors.push(null)
      } catch (error) {
        if (codeOf(error) === null) throw error
        errors.push(error as Error)
      }
    }
    tellErrors(errors, statuses)
  }

  function tellErrors(errors: readonly (Error | null)[], statuses: number): void {
    const first = errors.find((error) => error !== null)
    if (first === undefined || first === null) return
    errors.forEach((error, i) => {
      putError(memory, statusAt(statuses, i), error === null ? MPI_SUCCESS : (codeOf(error) ?? MPI_ERR_PENDING))
    })
    throw new CrossmemError(
      'ERR_IN_STATUS',
      `of ${errors.length} requests some have failed, the first one thus: ${first.message}`,
    )
  }

  /** Tells of some that have ended, in the order of an array. */
  function tellSome(pointer: number, ended: readonly Ended[], indices: number, statuses: number): void {
    const word = memory.words(indices, ended.length)
    ended.forEach(({ index, result, error }, i) => {
      memory.i32[word + i] = index
      if (error === null) retire(pointer + 4 * index, result, statusAt(statuses, i))
      else guest.completed(pointer + 4 * index, undefined)
    })
    tellErrors(
      ended.map(({ error }) => error),
      statuses,
    )
  }

  function tellOne(pointer: number, { index, result, error }: Ended, status: number): void {
    if (error === null) retire(pointer + 4 * index, result, status)
    else {
      guest.completed(pointer + 4 * index, undefined)
      throw error
    }
  }

  return {
    MPI_Wait(pointer: number, status: number) {
      const request = at(pointer)
      if (request === null) putEmptyStatus(memory, status)
      else finish(pointer, request, status)
      return MPI_SUCCESS
    },
    MPI_Test(pointer: number, flag: number, status: number) {
      const request = at(pointer)
      look([request])
      memory.putInt(flag, isDone(request) ? 1 : 0)
      if (request === null) putEmptyStatus(memory, status)
      else if (request.done) finish(pointer, request, status)
      return MPI_SUCCESS
    },
    MPI_Waitall(count: number, pointer: number, statuses: number) {
      finishAll(count, pointer, statuses)
      return MPI_SUCCESS
    },
    MPI_Testall(count: number, pointer: number, flag: number, statuses: number) {
      const given = activeRequests(guest, count, pointer)
      look(given)
      const done = given.every(isDone)
      memory.putInt(flag, done ? 1 : 0)
      if (done) finishAll(count, pointer, statuses)
      return MPI_SUCCESS
    },
    MPI_Waitany(count: number, pointer: number, index: number, status: number) {
      const one = firstEnded(activeRequests(guest, count, pointer), waitAny)
      memory.putInt(index, one?.index ?? MPI_UNDEFINED)
      if (one) tellOne(pointer, one, status)
      else putEmptyStatus(memory, status)
      return MPI_SUCCESS
    },
    MPI_Testany(count: number, pointer: number, index: number, flag: number, status: number) {
      const one = firstEnded(activeRequests(guest, count, pointer), testAny)
      memory.putInt(flag, one === undefined ? 0 : 1)
      memory.putInt(index, one?.index ?? MPI_UNDEFINED)
      if (one) tellOne(pointer, one, status)
      else if (one === null) putEmptyStatus(memory, status)
      return MPI_SUCCESS
    },
    MPI_Waitsome(count: number, pointer: number, outcount: number, indices: number, statuses: number) {
      const ended = allEnded(activeRequests(guest, count, pointer), waitAny)
      memory.putInt(outcount, ended?.length ?? MPI_UNDEFINED)
      if (ended !== null) tellSome(pointer, ended, indices, statuses)
      return MPI_SUCCESS
    },
    MPI_Testsome(count: number, pointer: number, outcount: number, indices: number, statuses: number) {
      const ended = allEnded(activeRequests(guest, count, pointer), testAny)
      memory.putInt(outcount, ended?.length ?? MPI_UNDEFINED)
      if (ended !== null) tellSome(pointer, ended, indices, statuses)
      return MPI_SUCCESS
    },
    MPI_Request_free(pointer: number) {
      const { request } = handles.remove(memory.getInt(pointer))
      if (request instanceof PersistentRequest || request instanceof GeneralizedRequest) request.free()
      memory.putInt(pointer, MPI_REQUEST_NULL)
      return MPI_SUCCESS
    },
    MPI_Cancel(pointer: number) {
      handles.get(memory.getInt(pointer)).request.cancel()
      return MPI_SUCCESS
    },
  }
}
