import { define, SYSCALL, syscall } from './libc.ts'
import { NativeMemory } from './native-memory.ts'

const FUTEX_WAIT = 0
const FUTEX_WAKE = 1
let timespec: NativeMemory | undefined

/**
 * Sleeps while the 32-bit word at `address` holds `expected`, at most `milliseconds`: futex(2), between processes.
 * It returns for any reason, also for none: look again at what you wait for.
 */
export function futexWait(address: number, expected: number, milliseconds: number): void {
  timespec ??= new NativeMemory(16)
  timespec.set64(0, Math.floor(milliseconds / 1000))
  timespec.set64(8, (milliseconds % 1000) * 1_000_000)
  syscall(SYSCALL.futex, address, FUTEX_WAIT, expected, timespec.address, 0, 0)
}

/** Wakes whoever sleeps on the word at `address`. */
export function futexWake(address: number): void {
  syscall(SYSCALL.futex, address, FUTEX_WAKE, 0x7fffffff, 0, 0, 0)
}

/** Lets another thread have this processor: sched_yield(2). */
export const yieldProcessor = define<() => number>('sched_yield', 'int', [])
