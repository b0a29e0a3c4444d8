import { closeSync, constants, fstatSync, openSync, statSync } from 'node:fs'
import { constants as system } from 'node:os'
import { CrossmemError, CrossmemRangeError, CrossmemTypeError, type SystemError } from '../errors.ts'
import { openPidfd, takeDescriptor } from '../os/pidfd.ts'
import { kindOf } from './bytes.ts'
import { attempt, explained } from './explained.ts'
import { openNamed } from './shared-name.ts'
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

/** A descriptor of what the caller means. @throws as `SharedMemory.open` */
export function openSource(source: SharedMemorySource): OpenedSource {
  const { fd, pid, name } = Object(source) as { fd?: number; pid?: number; name?: string }
  if (name !== undefined) return { fd: openNamed(name), ours: true, what: `shared memory '${name}'` }
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
