import { CrossmemError, CrossmemRangeError } from '../../errors.ts'
import { UserError } from '../../mpi/error-codes.ts'
import { GeneralizedRequest, greqStart } from '../../mpi/generalized-request.ts'
import type { Status } from '../../mpi/status.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { MPI_COMM_SELF } from '../abi/handles.ts'
import { STATUS_BYTES } from '../abi/status.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'
import { hex } from '../memory.ts'
import { getStatus, putEmptyStatus } from '../status.ts'

/** Requests of a program's own (MPI 4.1, 13.2). */
export function generalizedRequests(guest: Guest): Imports {
  const { memory } = guest

  /** Has the program fill in a status. @throws CrossmemError ERR_GUEST_MEMORY; what the function returned */
  function query(call: (...args: number[]) => number, state: number, status: Status): void {
    const scratch = guest.malloc(STATUS_BYTES)
    if (scratch === 0) throw new CrossmemError('ERR_GUEST_MEMORY', 'the program has no memory left for a status')
    try {
      putEmptyStatus(memory, scratch)
      check(call(state, scratch))
      getStatus(memory, scratch, status)
    } finally {
      guest.free(scratch)
    }
  }

  return {
    MPI_Grequest_start(queryFn: number, freeFn: number, cancelFn: number, state: number, pointer: number) {
      const [ask, release, cancel] = [queryFn, freeFn, cancelFn].map((each) => guest.callback(each))
      const request = greqStart({
        query: (status) => query(ask, state, status),
        free: () => check(release(state)),
        cancel(complete) {
          check(cancel(state, complete ? 1 : 0))
          return false
        },
      })
      guest.begun(pointer, MPI_COMM_SELF, request)
      return MPI_SUCCESS
    },
    MPI_Grequest_complete(handle: number) {
      const { request } = guest.requests.get(handle)
      if (!(request instanceof GeneralizedRequest)) {
        throw new CrossmemRangeError('ERR_REQUEST', `the request ${hex(handle)} is none of the program's own`)
      }
      request.complete()
      return MPI_SUCCESS
    },
  }
}

/** @throws UserError for the error code that a function of the program returned */
function check(code: number): void {
  if (code !== MPI_SUCCESS) throw new UserError(code)
}
