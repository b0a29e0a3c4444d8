import { createRequire } from 'node:module'
import { getSystemErrorMap } from 'node:util'
import { CrossmemError, SystemError } from '../errors.ts'

/**
 * The C library of this process, called through koffi: the only module that knows the FFI library.
 *
 * Pointers and 64-bit integers travel as JavaScript numbers (`int64_t`): user-space addresses have 47 bits, and numbers
 * are the fastest form. System calls leave their error in {@link errno}, to be read before anything else is called.
 */
const koffi = process.platform === 'linux' ? loadKoffi() : undefined

function loadKoffi(): typeof import('koffi').default {
  try {
    return createRequire(import.meta.url)('koffi')
  } catch (cause) {
    throw new CrossmemError(
      'ERR_FFI_MISSING',
      `crossmem cannot load koffi, through which it calls Linux: ${(cause as Error).message}. ` +
        'Reinstall without --omit=optional: koffi brings a binary for each platform as an optional package.',
      { cause },
    )
  }
}

const library = koffi?.load(null)

type CType = 'int' | 'uint32_t' | 'int64_t' | 'uint64_t' | 'str' | 'void *' | 'uintptr_t'

/** Binds a function of the C library. Where there is no Linux, calling it says so. */
export function define<F extends (...args: never[]) => unknown>(name: string, result: CType, args: CType[]): F {
  if (library === undefined) return needsLinux as unknown as F
  return library.func(name, result, args) as unknown as F
}

function needsLinux(): never {
  throw new CrossmemError(
    'ERR_LINUX_ONLY',
    `crossmem needs Linux, and this is ${process.platform}: it stands on memfd, futex and process_vm_readv.`,
  )
}

/** Throws ERR_LINUX_ONLY anywhere but on Linux. */
export function requireLinux(): void {
  if (library === undefined) needsLinux()
}

/** The error number that the last failed call left. */
export function errno(): number {
  return koffi!.errno()
}

/** The FFI library's own services, for the files of os/ that need more than calls. */
export function ffi(): typeof import('koffi').default {
  return koffi ?? needsLinux()
}

/** `EPERM` for 1, and so on; `errno 12345` for a number without a name. */
export function errnoName(number: number): string {
  return getSystemErrorMap().get(-number)?.[0] ?? `errno ${number}`
}

/**
 * An error for a system call that just failed.
 * @param what the call with its arguments, as a person would write it
 */
export function systemError(syscall: string, what: string, number: number = errno()): SystemError {
  const [name, words] = getSystemErrorMap().get(-number) ?? [`errno ${number}`, 'unknown error']
  return new SystemError(name, number, syscall, `${what} failed: ${name}, ${words}`)
}

type Syscall = (number: number, a: number, b: number, c: number, d: number, e: number, f: number) => number

/** syscall(2), for what the C library has no function for. Six arguments always; unused ones are 0. */
export const syscall = define<Syscall>('syscall', 'int64_t', [
  'int64_t',
  'int64_t',
  'int64_t',
  'int64_t',
  'int64_t',
  'int64_t',
  'int64_t',
])

/** System call numbers that differ between the two architectures. */
export const SYSCALL =
  process.arch === 'arm64'
    ? { futex: 98, pidfd_send_signal: 424, pidfd_open: 434, pidfd_getfd: 438 }
    : { futex: 202, pidfd_send_signal: 424, pidfd_open: 434, pidfd_getfd: 438 }
