import { SystemError } from '../../src/errors.ts'
import { define, errno } from '../../src/os/libc.ts'
import { NativeMemory } from '../../src/os/native-memory.ts'

const prctl = define<(option: number, a: number, b: number, c: number, d: number) => number>('prctl', 'int', [
  'int',
  'int64_t',
  'int64_t',
  'int64_t',
  'int64_t',
])
const PR_SET_SECCOMP = 22
const PR_SET_NO_NEW_PRIVS = 38
const SECCOMP_MODE_FILTER = 2
const LOAD_WORD = 0x20
const JUMP_IF_EQUAL = 0x15
const RETURN = 0x06
const ALLOW = 0x7fff0000
const FAIL = 0x00050000

/** The numbers of the calls that tests forbid. */
export const DENIABLE =
  process.arch === 'arm64'
    ? { process_vm_readv: 270, pidfd_open: 434, pidfd_getfd: 438 }
    : { process_vm_readv: 310, pidfd_open: 434, pidfd_getfd: 438 }

/** Has a system call fail with an errno in this thread from now on, as a container's seccomp profile does: seccomp(2). */
export function denySyscall(number: number, error: number): void {
  const filter = [
    [LOAD_WORD, 0, 0, 0],
    [JUMP_IF_EQUAL, 0, 1, number],
    [RETURN, 0, 0, FAIL | error],
    [RETURN, 0, 0, ALLOW],
  ]
  const program = new NativeMemory(16 + filter.length * 8)
  program.u32[0] = filter.length
  program.set64(8, program.address + 16)
  for (const [index, [code, ifTrue, ifFalse, operand]] of filter.entries()) {
    program.u32[4 + 2 * index] = code | (ifTrue << 16) | (ifFalse << 24)
    program.u32[5 + 2 * index] = operand
  }
  if (
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program.address, 0, 0) < 0
  ) {
    throw new SystemError('SECCOMP', errno(), 'prctl', 'installing a seccomp filter failed')
  }
}
