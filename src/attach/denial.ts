import { constants } from 'node:os'
import { getSystemErrorMap } from 'node:util'
import { errnoName } from '../os/libc.ts'
import { obstacleFacts, obstacles } from './obstacles.ts'
import { statusOf } from './proc-status.ts'

const { ENOSYS, EPERM, ESRCH } = constants.errno

const MODULE_OBSTACLE =
  'a security module of the kernel (/sys/kernel/security/lsm lists them: SELinux, AppArmor, Landlock, …) or a seccomp ' +
  'filter forbids it: see the kernel log for its record (dmesg, ausearch), and permit ptrace between the two programs'

const NO_CALL =
  'the kernel was built without CONFIG_CROSS_MEMORY_ATTACH, or a seccomp filter hides the call: use a kernel that has ' +
  'it, or let the container run with --security-opt seccomp=unconfined'

/**
 * Why process_vm_readv(2) or process_vm_writev(2) on a process failed with `errno` before it looked at any address: the
 * cause and the remedy in words, to go on with after «cannot attach to process 123: ».
 */
export function denialOf(pid: number, errno: number): string {
  return `${errnoName(errno)}, ${explain(pid, errno)}`
}

function explain(pid: number, errno: number): string {
  if (errno === ESRCH) return absence(pid)
  if (errno === ENOSYS) return NO_CALL
  if (errno !== EPERM) return getSystemErrorMap().get(-errno)?.[1] ?? 'see process_vm_readv(2)'
  const found = obstacles(obstacleFacts(pid))
  return found.length > 0 ? found.join('; moreover, ') : MODULE_OBSTACLE
}

function absence(pid: number): string {
  const state = statusOf(pid)?.State
  if (state === undefined) {
    return 'there is no such process, it has ended or never was: check the pid (a container counts its own)'
  }
  return state.startsWith('Z')
    ? 'it has ended already, and only waits for its parent to take note of it: start it again'
    : 'it has no memory of its own, as a kernel thread or one that is just ending: attach to another'
}
