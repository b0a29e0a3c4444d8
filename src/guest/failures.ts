import { writeSync } from 'node:fs'
import { errorCodeOf, errorString } from '../mpi/error-codes.ts'
import { world } from '../mpi/world.ts'
import type { Guest } from './guest.ts'

/**
 * What becomes of an error: the program ends, or the call returns its code; or a function of the program is told of it. That only the ranks of
 * the communicator end, as 'abort' asks, is not to be had: a job ends as a whole.
 */
export type ErrorHandler = 'fatal' | 'abort' | 'return' | ((comm: number, code: number) => void)

/** MPI's code for what a call threw; null for what is no error of ours, but of the program or of this library. */
export function codeOf(error: unknown): number | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? errorCodeOf(error) : null
}

/** Has an error handled that a call threw. @returns what the call returns, if the program goes on */
export function handled(guest: Guest, call: string, error: unknown): number {
  const code = codeOf(error)
  if (code === null) throw error
  tell(guest, guest.concerned, code, `${call}: ${(error as Error).message} [${nameOf(code)}]`)
  return code
}

/** Has a communicator's error handler do what it does. @param message for the case that the program ends */
export function tell(guest: Guest, comm: number, code: number, message: string): void {
  const handler = guest.handlerOf(comm)
  if (handler === 'fatal' || handler === 'abort') fail(message)
  if (handler !== 'return') handler(comm, code)
}

/** MPI_ERR_RANK, say. */
function nameOf(code: number): string {
  return errorString(code).split(':')[0] || `error code ${code}`
}

/** Ends the program, and says why. */
export function fail(message: string, code = 1): never {
  writeSync(2, `crossmem: rank ${world.rank}: ${message}\n`)
  process.exit(code)
}
