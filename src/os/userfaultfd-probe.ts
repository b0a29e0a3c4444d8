import { closeSync } from 'node:fs'
import { errno, errnoName, syscall } from './libc.ts'

const USERFAULTFD = process.arch === 'arm64' ? 282 : 323
const O_CLOEXEC = 0x80000
const UFFD_USER_MODE_ONLY = 1

/**
 * Whether this process may serve page faults itself: userfaultfd(2), tried, then closed.
 * @param userOnly ask only for faults of programs, not for those that the kernel itself meets in a system call
 * @returns null if it may; else the error's name: EPERM, ENOSYS, EINVAL (a kernel before 5.11 that is asked for `userOnly`)
 */
export function tryUserfaultfd(userOnly: boolean): string | null {
  const fd = syscall(USERFAULTFD, O_CLOEXEC | (userOnly ? UFFD_USER_MODE_ONLY : 0), 0, 0, 0, 0, 0)
  if (fd < 0) return errnoName(errno())
  closeSync(fd)
  return null
}
