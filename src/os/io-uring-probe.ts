import { closeSync } from 'node:fs'
import { errno, errnoName, syscall } from './libc.ts'
import { NativeMemory } from './native-memory.ts'

/** The same on every architecture, as all calls added since Linux 5.0. */
const IO_URING_SETUP = 425
/** `struct io_uring_params`, which the kernel wants zeroed. */
const PARAMS_BYTES = 120

/**
 * Whether this process may make a ring for asynchronous I/O: io_uring_setup(2), tried with two entries, then closed.
 * @returns null if it may; else the error's name: EPERM, ENOSYS, ENOMEM
 */
export function tryIoUring(): string | null {
  const params = new NativeMemory(PARAMS_BYTES)
  const fd = syscall(IO_URING_SETUP, 2, params.address, 0, 0, 0, 0)
  if (fd < 0) return errnoName(errno())
  closeSync(fd)
  return null
}
