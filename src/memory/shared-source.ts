import { closeSync, constants, fstatSync, openSync, statSync } from 'node:fs'
import { constants as system } from 'node:os'
import { CrossmemError, CrossmemRangeError, CrossmemTypeError, SystemError } from '../errors.ts'
import { errnoName } from '../os/libc.ts'
import { openPidfd, takeDescriptor } from '../os/pidfd.ts'
import { kindOf } from './bytes.ts'
import { MAX_WASM_BYTES } from './wasm-memory.ts'

/** Where shared memory comes from; see `SharedMemory.open`. */
export type SharedMemorySource = { fd: number } | { pid: number; fd: number } | { name: string }

interface OpenedSource {
  fd: number
  /** Whether the descriptor was made here, and not by the caller. */
  ours: boolean
  /** What it is, for error messages. */
  what: string
}

const { EACCES, EBADF, ENOENT, EPERM, ESRCH } = system.errno
const SHM = '/dev/shm/'
const MAX_NAME_BYTES = 255

/** A descriptor of what the caller means. @throws as `SharedMemory.open` */
export function openSource(source: SharedMemorySource): OpenedSource {
  const { fd, pid, name } = Object(source) as { fd?: number; pid?: number; name?: string }
  if (name !== undefined) return { fd: openName(name), ours: true, what: `shared memory '${name}'` }
  if (fd === undefined) {
    throw new CrossmemTypeError(
      'ERR_SOURCE',
      `shared memory is opened by { fd }, { pid, fd } or { name }; ${kindOf(source)} has none of them`,
    )
  }
  checkNumber('descriptor', fd, 0)
  if (pid === undefined) return { fd, ours: false, what: `descriptor ${fd}` }
  checkNumber('pid', pid, 1)
  return { fd: takeFrom(pid, fd), ours: true, what: `descriptor ${fd} of process ${pid}` }
}

/** What fstat(2) says of a file that can be mapped. @throws CrossmemError ERR_NOT_MAPPABLE; SystemError EBADF */
export function mappableFile(fd: number, what: string): { size: number; blocks: number } {
  const stat = attempt('fstat', () => fstatSync(fd), { [EBADF]: `${what} is not open` })
  if (!stat.isFile()) throw unmappable(`${what} is no memory and no file, but a pipe, a socket, a terminal or the like`)
  if (stat.size === 0) throw unmappable(`${what} is empty: its maker must size it first (ftruncate)`)
  if (stat.size > MAX_WASM_BYTES) {
    throw unmappable(`${what} has ${stat.size} bytes, and at most 4 GiB can be mapped: cut it in several`)
  }
  return stat
}

/** Maps a file by `map`, and says it in words when that may not be written to. */
export function mapWritable<T>(what: string, map: () => T): T {
  const remedy = `${what} cannot be mapped to read and write: open it with O_RDWR, and do not seal it against writing`
  return attempt('mmap', map, { [EACCES]: remedy, [EPERM]: remedy })
}

function checkNumber(kind: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least && value <= 0x7fffffff) return
  throw new CrossmemRangeError('ERR_SOURCE', `a ${kind} is a whole number from ${least}, not ${kindOf(value)}`)
}

/** As shm_open(3) does, whose names may begin with a slash. */
function openName(name: string): number {
  const file = String(name).replace(/^\//, '')
  const bytes = Buffer.byteLength(file)
  if (typeof name !== 'string' || bytes === 0 || bytes > MAX_NAME_BYTES || /[/\0]/.test(file) || /^\.\.?$/.test(file)) {
    throw new CrossmemRangeError(
      'ERR_SOURCE',
      `a name of shared memory has 1 to ${MAX_NAME_BYTES} bytes and no slash but a first one; ${kindOf(name)} is none`,
    )
  }
  return attempt('open', () => openSync(SHM + file, constants.O_RDWR | constants.O_NOFOLLOW), {
    [ENOENT]: `there is no shared memory named '${name}': ls ${SHM} shows what there is`,
    [EACCES]: `this process may not open shared memory '${name}' to read and write: its owner must permit it (chmod)`,
  })
}

function takeFrom(pid: number, fd: number): number {
  const explanations = {
    [ESRCH]: `there is no process ${pid} to take descriptor ${fd} from`,
    [EBADF]: `process ${pid} has no descriptor ${fd}`,
    [ENOENT]: `process ${pid} has no descriptor ${fd}, or has ended`,
    [EPERM]: mayNotTake(pid, fd),
    [EACCES]: mayNotTake(pid, fd),
  }
  try {
    return takeByPidfd(pid, fd)
  } catch (error) {
    const { errno } = error as SystemError
    if (errno === ESRCH || errno === EBADF) throw explained(error, 'pidfd_getfd', explanations)
  }
  return attempt('open', () => takeByProc(pid, fd), explanations)
}

function takeByPidfd(pid: number, fd: number): number {
  const pidfd = openPidfd(pid)
  try {
    return takeDescriptor(pidfd, fd)
  } finally {
    closeSync(pidfd)
  }
}

/** Asks only for the right to read, not to attach; so it works under Yama, and in containers whose profile forbids the call. */
function takeByProc(pid: number, fd: number): number {
  const path = `/proc/${pid}/fd/${fd}`
  // To open something else than a file may wait, or do something.
  if (!statSync(path).isFile()) throw unmappable(`descriptor ${fd} of process ${pid} is no memory and no file`)
  return openSync(path, constants.O_RDWR)
}

function mayNotTake(pid: number, fd: number): string {
  return (
    `this process may not take descriptor ${fd} from process ${pid}: run both as the same user, and leave ${pid} dumpable; ` +
    'or start this process with the descriptor (spawn, stdio)'
  )
}

function unmappable(message: string): CrossmemError {
  return new CrossmemError('ERR_NOT_MAPPABLE', `${message}.`)
}

type Explanations = Readonly<Record<number, string>>

function attempt<T>(syscall: string, call: () => T, explanations: Explanations): T {
  try {
    return call()
  } catch (error) {
    throw explained(error, syscall, explanations)
  }
}

/** An error of a system call in the words for its number; the error itself when there are none. */
function explained(error: unknown, syscall: string, explanations: Explanations): unknown {
  // node:fs counts errors downward from 0, os/ upward.
  const errno = Math.abs((error as SystemError).errno ?? 0)
  const words = explanations[errno]
  if (words === undefined) return error
  const code = errnoName(errno)
  return new SystemError(code, errno, syscall, `${words} (${code}).`)
}
