import { CrossmemError, CrossmemRangeError } from '../errors.ts'
import { classOfCode, ErrorClass } from './error-class.ts'
import { ERROR_TEXT } from './error-text.ts'

/** The largest code that is not a program's own (MPI_ERR_LASTCODE). */
export const LAST_CODE = 0x3fff

interface Code {
  /** The class that it belongs to: itself, for a class. */
  readonly errorClass: number
  text: string
}

/** All classes are codes, too. */
const codes = new Map<number, Code>()
for (const name of Object.keys(ErrorClass) as (keyof typeof ErrorClass)[]) {
  const errorClass = ErrorClass[name]
  const prefix = errorClass === ErrorClass.SUCCESS ? 'MPI_' : 'MPI_ERR_'
  codes.set(errorClass, { errorClass, text: `${prefix}${name}: ${ERROR_TEXT[name]}` })
}
let lastUsed = LAST_CODE

/**
 * An error of a program's or a library's own, with a code from addErrorCode: `errorClassOf` tells its class, and a C program that is
 * called gets the code.
 * @example
 * const solver = addErrorClass()
 * const diverged = addErrorCode(solver)
 * addErrorString(diverged, 'the iteration diverges')
 * try {
 *   throw new UserError(diverged)
 * } catch (error) {
 *   console.log(errorClassOf(error) === solver, (error as Error).message)
 * }
 */
export class UserError extends CrossmemError {
  readonly errorCode: number

  /** @throws CrossmemRangeError ERR_ERROR_CODE */
  constructor(errorCode: number) {
    super('ERR_USER', errorString(errorCode))
    this.errorCode = errorCode
  }
}

/** An MPI error code for whatever was thrown: a UserError's own, else its class. */
export function errorCodeOf(error: unknown): number {
  return error instanceof UserError ? error.errorCode : classOfCode((error as { code?: unknown } | null)?.code)
}

/**
 * The class of an error, or of an error code (MPI_Error_class).
 * @returns one of {@link ErrorClass}, or one from addErrorClass
 * @throws CrossmemRangeError ERR_ERROR_CODE for a number that is no code
 */
export function errorClassOf(error: unknown): number {
  return known(typeof error === 'number' ? error : errorCodeOf(error)).errorClass
}

/** What a code stands for: a class's name, or what addErrorString has said (MPI_Error_string). @throws CrossmemRangeError ERR_ERROR_CODE */
export function errorString(code: number): string {
  return known(code).text
}

/** A new class, for errors of a library's own (MPI_Add_error_class). */
export function addErrorClass(): number {
  codes.set(++lastUsed, { errorClass: lastUsed, text: '' })
  return lastUsed
}

/** A new code in a class (MPI_Add_error_code). @throws CrossmemRangeError ERR_ERROR_CODE for what is no class */
export function addErrorCode(errorClass: number): number {
  requireClass(errorClass)
  codes.set(++lastUsed, { errorClass, text: '' })
  return lastUsed
}

/** What `errorString` shall say of a code that was added (MPI_Add_error_string). @throws CrossmemRangeError ERR_ERROR_CODE */
export function addErrorString(code: number, text: string): void {
  added(code).text = text
}

/** Takes a class back that has no codes any more (MPI_Remove_error_class). @throws CrossmemRangeError ERR_ERROR_CODE */
export function removeErrorClass(errorClass: number): void {
  added(errorClass)
  requireClass(errorClass)
  for (const [code, entry] of codes) {
    if (entry.errorClass === errorClass && code !== errorClass) {
      throw new CrossmemRangeError(
        'ERR_ERROR_CODE',
        `error class ${errorClass} still has code ${code}: remove it first`,
      )
    }
  }
  codes.delete(errorClass)
}

/** Takes a code back (MPI_Remove_error_code). @throws CrossmemRangeError ERR_ERROR_CODE */
export function removeErrorCode(code: number): void {
  if (added(code).errorClass === code) {
    throw new CrossmemRangeError('ERR_ERROR_CODE', `${code} is an error class, not a code: use removeErrorClass`)
  }
  codes.delete(code)
}

/** Takes back what was said of a code (MPI_Remove_error_string). @throws CrossmemRangeError ERR_ERROR_CODE */
export function removeErrorString(code: number): void {
  added(code).text = ''
}

/** The largest code that was ever given out (the attribute MPI_LASTUSEDCODE). */
export function lastUsedCode(): number {
  return lastUsed
}

function known(code: number): Code {
  const entry = codes.get(code)
  if (entry === undefined) {
    throw new CrossmemRangeError('ERR_ERROR_CODE', `${code} is no error code: neither MPI's nor from addErrorCode`)
  }
  return entry
}

function added(code: number): Code {
  const entry = known(code)
  if (code <= LAST_CODE) {
    throw new CrossmemRangeError('ERR_ERROR_CODE', `error code ${code} is MPI's own, and stays as it is`)
  }
  return entry
}

function requireClass(errorClass: number): void {
  if (known(errorClass).errorClass !== errorClass) {
    throw new CrossmemRangeError('ERR_ERROR_CODE', `${errorClass} is an error code, not a class`)
  }
}
