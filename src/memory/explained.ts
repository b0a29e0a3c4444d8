import { SystemError } from '../errors.ts'
import { errnoName } from '../os/libc.ts'

/** What an error means here, by its number: sentences that name what was tried, and what can be done. */
export type Explanations = Readonly<Record<number, string>>

/** Makes a call, and puts its error in the words for it. */
export function attempt<T>(syscall: string, call: () => T, explanations: Explanations): T {
  try {
    return call()
  } catch (error) {
    throw explained(error, syscall, explanations)
  }
}

/** An error of a system call in the words for its number; the error itself when there are none. */
export function explained(error: unknown, syscall: string, explanations: Explanations): unknown {
  // node:fs counts errors downward from 0, os/ upward.
  const errno = Math.abs((error as SystemError).errno ?? 0)
  const words = explanations[errno]
  if (words === undefined) return error
  const code = errnoName(errno)
  return new SystemError(code, errno, syscall, `${words} (${code}).`)
}
