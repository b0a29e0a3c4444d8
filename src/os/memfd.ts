import { closeSync } from 'node:fs'
import { define, errno, systemError } from './libc.ts'

const memfdCreate = define<(name: string, flags: number) => number>('memfd_create', 'int', ['str', 'uint32_t'])
const ftruncate = define<(fd: number, length: number) => number>('ftruncate', 'int', ['int', 'int64_t'])
const fallocate = define<(fd: number, mode: number, offset: number, length: number) => number>('fallocate', 'int', [
  'int',
  'int',
  'int64_t',
  'int64_t',
])
const fcntl = define<(fd: number, command: number, argument: number) => number>('fcntl', 'int', [
  'int',
  'int',
  'int64_t',
])

const MFD_CLOEXEC = 1
const MFD_ALLOW_SEALING = 2
const F_ADD_SEALS = 1033
const F_SEAL_SEAL = 1
const F_SEAL_SHRINK = 2
const F_SEAL_GROW = 4
const F_SETFD = 2
const FD_CLOEXEC = 1
const EINTR = 4

/**
 * A memory file without a name: memfd_create(2), sized, and sealed so that no holder can shrink it under another's
 * mapping (which would end that process with SIGBUS).
 * @param name shown in /proc/PID/maps
 * @returns the descriptor, close-on-exec; its memory is committed when touched, or by {@link reserve}
 */
export function createMemfd(name: string, bytes: number): number {
  const fd = memfdCreate(name, MFD_CLOEXEC | MFD_ALLOW_SEALING)
  if (fd < 0) throw systemError('memfd_create', `memfd_create('${name}')`)
  if (ftruncate(fd, bytes) < 0) {
    const error = systemError('ftruncate', `sizing the memory file '${name}' to ${bytes} bytes`)
    closeSync(fd)
    throw error
  }
  if (fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0) {
    const error = systemError('fcntl', `sealing the memory file '${name}'`)
    closeSync(fd)
    throw error
  }
  return fd
}

/** Commits a file's memory now, so that a machine without enough answers here and not with SIGBUS at a later touch. */
export function reserve(fd: number, offset: number, bytes: number): void {
  while (fallocate(fd, 0, offset, bytes) < 0) {
    if (errno() !== EINTR) throw systemError('fallocate', `reserving ${bytes} bytes of memory`)
  }
}

/** Keeps an inherited descriptor from the programs that this process starts. */
export function closeOnExec(fd: number): void {
  if (fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) throw systemError('fcntl', `setting close-on-exec on descriptor ${fd}`)
}
