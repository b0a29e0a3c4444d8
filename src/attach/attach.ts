import { closeSync } from 'node:fs'
import { constants } from 'node:os'
import { CrossmemRangeError, SystemError } from '../errors.ts'
import { kindOf } from '../memory/bytes.ts'
import { errnoName } from '../os/libc.ts'
import { openPidfd } from '../os/pidfd.ts'
import { probe } from '../os/process-vm.ts'
import { AttachError } from './attach-error.ts'
import { denialOf } from './denial.ts'
import { statusOf } from './proc-status.ts'
import { ProcessMemory } from './process-memory.ts'

const MAX_PID = 0x7fffffff
const { EINVAL, ENOENT, ENOSYS, EPERM, ESRCH } = constants.errno

/**
 * The memory of another process of this machine, to read and to write: process_vm_readv(2).
 *
 * Whether that is permitted is tried at once, on that very process. The target does not stop, and does not notice.
 *
 * @param pid the process's id, as this process sees it (a container has ids of its own)
 * @throws AttachError `ESRCH` when there is no such process, `EPERM` with what forbids it and what to change, `ENOSYS`
 *   where the kernel has no such call; CrossmemRangeError `ERR_PID` for what cannot be a pid
 * @example
 * using target = attach(pid)
 * const header = target.read(address, 64)
 */
export function attach(pid: number): ProcessMemory {
  if (!Number.isInteger(pid) || pid < 1 || pid > MAX_PID) {
    throw new CrossmemRangeError('ERR_PID', `a pid is a whole number from 1 to ${MAX_PID}, not ${kindOf(pid)}`)
  }
  const pidfd = pidfdOf(pid)
  const errno = probe(pid)
  if (errno === 0) return new ProcessMemory(pid, pidfd)
  if (pidfd >= 0) closeSync(pidfd)
  throw refusal(pid, errno)
}

/** What tells whether a pid still means the same process; -1 where the kernel or a seccomp filter does not grant it. */
function pidfdOf(pid: number): number {
  try {
    return openPidfd(pid)
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    if (error.errno === ENOSYS || error.errno === EPERM) return -1
    if (error.errno === ESRCH) throw refusal(pid, ESRCH)
    if (error.errno === EINVAL || error.errno === ENOENT) throw threadError(pid, error)
    throw error
  }
}

/** The error for a process that may not be attached to. */
export function refusal(pid: number, errno: number): AttachError {
  const message = `cannot attach to process ${pid}: ${denialOf(pid, errno)}.`
  return new AttachError(errnoName(errno), errno, 'process_vm_readv', message, { pid })
}

function threadError(tid: number, { syscall }: SystemError): AttachError {
  const leader = statusOf(tid)?.Tgid
  if (leader === undefined) return refusal(tid, ESRCH)
  const message = `cannot attach to process ${tid}: ESRCH, ${tid} is a thread of process ${leader}: attach to ${leader}.`
  return new AttachError('ESRCH', ESRCH, syscall, message, { pid: tid })
}
