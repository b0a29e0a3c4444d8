import { closeSync, constants, ftruncateSync, openSync, unlinkSync } from 'node:fs'
import { constants as system } from 'node:os'
import { CrossmemRangeError } from '../errors.ts'
import { kindOf } from './bytes.ts'
import { attempt } from './explained.ts'

const { EACCES, EEXIST, ENOENT, EPERM } = system.errno
/** Where the C library keeps what shm_open(3) makes, and with it everybody else. */
const SHM = '/dev/shm/'
const MAX_NAME_BYTES = 255
/** Who made it may use it; so do the C library's callers, and Python, as a rule. */
const MODE = 0o600

/** POSIX shared memory by its name: shm_open(3). @returns the descriptor */
export function openNamed(name: string): number {
  return attempt('open', () => openSync(pathOf(name), constants.O_RDWR | constants.O_NOFOLLOW), {
    [ENOENT]: `there is no shared memory named '${name}': ls ${SHM} shows what there is`,
    [EACCES]: `this process may not open shared memory '${name}' to read and write: its owner must permit it (chmod)`,
  })
}

/** New POSIX shared memory of a size. @returns the descriptor */
export function createNamed(name: string, bytes: number): number {
  const { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW } = constants
  const fd = attempt('open', () => openSync(pathOf(name), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, MODE), {
    [EEXIST]: `there is shared memory named '${name}' already: open it, unlink it, or choose another name`,
    [ENOENT]: `there is no ${SHM} here to keep shared memory with a name in: mount a tmpfs there, or leave the name away`,
  })
  try {
    ftruncateSync(fd, bytes)
    return fd
  } catch (error) {
    closeSync(fd)
    unlinkNamed(name)
    throw error
  }
}

/** Takes a name away: shm_unlink(3). */
export function unlinkNamed(name: string): void {
  const forbidden = `this process may not unlink shared memory '${name}', which is another user's`
  attempt('unlink', () => unlinkSync(pathOf(name)), {
    [ENOENT]: `there is no shared memory named '${name}': ls ${SHM} shows what there is`,
    [EACCES]: forbidden,
    [EPERM]: forbidden,
  })
}

/** As shm_open(3) has it, whose names may begin with a slash. @throws CrossmemRangeError ERR_SOURCE */
function pathOf(name: string): string {
  const file = String(name).replace(/^\//, '')
  const bytes = Buffer.byteLength(file)
  if (
    typeof name === 'string' &&
    bytes > 0 &&
    bytes <= MAX_NAME_BYTES &&
    !/[/\0]/.test(file) &&
    !/^\.\.?$/.test(file)
  ) {
    return SHM + file
  }
  throw new CrossmemRangeError(
    'ERR_SOURCE',
    `a name of shared memory has 1 to ${MAX_NAME_BYTES} bytes and no slash but a first one; ${kindOf(name)} is none`,
  )
}
