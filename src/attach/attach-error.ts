import { SystemError } from '../errors.ts'

/** What an {@link AttachError} was tried on. */
export interface Attempt {
  pid: number
  /** Where the transfer began in the target; absent when the process as a whole was refused. */
  address?: bigint
  /** How many bytes were to be moved; absent likewise. */
  length?: number
  /** How many of them were moved before the failure. */
  transferred?: number
}

/**
 * Another process's memory could not be reached. `code` tells why: `ESRCH` (the process ended), `EPERM` (not
 * permitted), `ENOSYS` (not in this kernel), `EFAULT` (no such memory there). The message names cause and remedy.
 */
export class AttachError extends SystemError {
  readonly pid: number
  /** Where the transfer began in the target; undefined when the process as a whole was refused. */
  readonly address: bigint | undefined
  /** How many bytes were to be moved; undefined likewise. */
  readonly length: number | undefined
  /** How many bytes were moved before the failure. */
  readonly transferred: number

  constructor(code: string, errno: number, syscall: string, message: string, attempt: Attempt) {
    super(code, errno, syscall, message)
    this.name = 'AttachError'
    this.pid = attempt.pid
    this.address = attempt.address
    this.length = attempt.length
    this.transferred = attempt.transferred ?? 0
  }
}
