/**
 * Every error that crossmem raises carries a stable `code`; test for the code, not for the class or the sentence.
 *
 * - {@link CrossmemError}: something that the machine, the job or a peer did not permit.
 * - {@link CrossmemTypeError}, {@link CrossmemRangeError}: arguments that cannot mean anything.
 */
export class CrossmemError extends Error {
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CrossmemError'
    this.code = code
  }
}

/** A wrong kind of argument. */
export class CrossmemTypeError extends TypeError {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** An argument of the right kind, outside what is possible. */
export class CrossmemRangeError extends RangeError {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** A system call that failed: `errno` and its name, the call's name, and what it was tried on. */
export class SystemError extends CrossmemError {
  readonly errno: number
  readonly syscall: string
  constructor(code: string, errno: number, syscall: string, message: string) {
    super(code, message)
    this.name = 'SystemError'
    this.errno = errno
    this.syscall = syscall
  }
}
