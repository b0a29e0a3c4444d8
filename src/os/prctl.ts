import { define, systemError } from './libc.ts'

type Prctl = (option: number, a: number, b: number, c: number, d: number) => number
const prctl = define<Prctl>('prctl', 'int', ['int', 'int64_t', 'int64_t', 'int64_t', 'int64_t'])

const PR_SET_PDEATHSIG = 1
const PR_GET_DUMPABLE = 3
const PR_SET_DUMPABLE = 4
const PR_SET_PTRACER = 0x59616d61

/** Has the kernel send `signal` to this process when the one that started it ends: PR_SET_PDEATHSIG. */
export function signalOnParentDeath(signal: number): void {
  if (prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0) < 0) throw systemError('prctl', 'prctl(PR_SET_PDEATHSIG)')
}

/**
 * Permits process `pid` and its descendants to attach to this one where Yama's `ptrace_scope` is 1 (prctl(2),
 * PR_SET_PTRACER). It replaces what was permitted before. A kernel without Yama needs no such permission.
 * @example
 * permitAttach(process.ppid)
 */
export function permitAttach(pid: number): void {
  prctl(PR_SET_PTRACER, pid, 0, 0, 0)
}

/** Whether this process may be attached to by others of its user: PR_GET_DUMPABLE. */
export function isDumpable(): boolean {
  return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) === 1
}

/** Permits (or forbids) other processes of the same user to attach to this one: PR_SET_DUMPABLE. */
export function setDumpable(dumpable: boolean): void {
  if (prctl(PR_SET_DUMPABLE, dumpable ? 1 : 0, 0, 0, 0) < 0) throw systemError('prctl', 'prctl(PR_SET_DUMPABLE)')
}
