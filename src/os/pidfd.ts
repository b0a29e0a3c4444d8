import { errno, SYSCALL, syscall, systemError } from './libc.ts'

/** A descriptor for a process, which stays that process's even when its pid is used again: pidfd_open(2). */
export function openPidfd(pid: number): number {
  const fd = syscall(SYSCALL.pidfd_open, pid, 0, 0, 0, 0, 0)
  if (fd < 0) throw systemError('pidfd_open', `pidfd_open(${pid})`)
  return fd
}

/** Whether the process of a pidfd has not ended yet. */
export function isAlive(pidfd: number): boolean {
  const ESRCH = 3
  return syscall(SYSCALL.pidfd_send_signal, pidfd, 0, 0, 0, 0, 0) === 0 || errno() !== ESRCH
}

/**
 * A copy of another process's descriptor: pidfd_getfd(2).
 * @throws SystemError EPERM without the right to attach, EBADF for a descriptor that it has not
 */
export function takeDescriptor(pidfd: number, fd: number): number {
  const taken = syscall(SYSCALL.pidfd_getfd, pidfd, fd, 0, 0, 0, 0)
  if (taken < 0) throw systemError('pidfd_getfd', `pidfd_getfd(${fd})`)
  return taken
}
