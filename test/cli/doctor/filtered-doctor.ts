import { define, errno } from '../../../src/os/libc.ts'
import { NativeMemory } from '../../../src/os/native-memory.ts'

/**
 * The doctor under a seccomp filter, as a container has one: the system call whose number is the first argument gives
 * EPERM, here and in every process started from here. It exits with 77 where filters cannot be installed.
 */
const prctl = define<(option: number, a: number, b: number, c: number, d: number) => number>('prctl', 'int', [
  'int',
  'int64_t',
  'int64_t',
  'int64_t',
  'int64_t',
])
const PR_SET_NO_NEW_PRIVS = 38
const PR_SET_SECCOMP = 22
const SECCOMP_MODE_FILTER = 2

const [number, ...args] = process.argv.slice(2)

/** `struct sock_filter`: the operation, the jumps if true and false, the operand. */
const instructions = [
  [0x20, 0, 0, 0], // load the call's number
  [0x15, 0, 1, Number(number)], // is it the one?
  [0x06, 0, 0, 0x00050001], // then return the error 1
  [0x06, 0, 0, 0x7fff0000], // else allow it
]
const code = new NativeMemory(8 * instructions.length)
instructions.forEach(([operation, onTrue, onFalse, operand], index) => {
  code.u32[2 * index] = operation | (onTrue << 16) | (onFalse << 24)
  code.u32[2 * index + 1] = operand
})
const program = new NativeMemory(16)
program.u32[0] = instructions.length
program.set64(8, code.address)

const installed =
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) === 0 &&
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program.address, 0, 0) === 0
if (installed) {
  const { doctor } = await import('../../../src/cli/doctor.ts')
  process.exitCode = await doctor(args)
} else {
  process.stderr.write(`no seccomp filter could be installed: errno ${errno()}\n`)
  process.exitCode = 77
}
