import { tryIoUring } from '../../os/io-uring-probe.ts'
import type { Finding } from './finding.ts'
import { numberField, type ReadText, readNumber } from './proc.ts'

/** Whether asynchronous I/O by io_uring is there. */
export function checkIoUring(read: ReadText): Finding {
  return ioUringFinding(tryIoUring(), read)
}

/** @param error the name of the error that io_uring_setup gave, or null */
export function ioUringFinding(error: string | null, read: ReadText): Finding {
  const disabled = readNumber(read, '/proc/sys/kernel/io_uring_disabled')
  return {
    name: 'io-uring',
    status: error === null ? 'ok' : 'no',
    found: error === null ? 'A ring was made by io_uring_setup.' : `io_uring_setup failed: ${error}.`,
    why: cause(error, disabled, numberField(read('/proc/self/status'), 'Seccomp') === 2),
    effect:
      error === null
        ? "copy() may use the engine 'io_uring': the kernel's own threads copy."
        : "copy() with the engine 'io_uring' is an error; 'threads' and 'inline' do without.",
    change: [],
    facts: { error, disabled },
  }
}

function cause(error: string | null, disabled: number | null, filtered: boolean): string {
  const setting = disabled === null ? '' : `kernel.io_uring_disabled is ${disabled}`
  if (error === null) return setting === '' ? 'Nothing forbids it.' : `${setting}.`
  if (disabled === 2) return `${setting}: nobody may use it.`
  if (disabled === 1) return `${setting}: it takes CAP_SYS_ADMIN, or the group in kernel.io_uring_group.`
  if (filtered) return "A seccomp filter is active: Docker's own forbids io_uring."
  if (error === 'ENOSYS') return 'The kernel was built without it, or is older than 5.1.'
  if (error === 'ENOMEM') return 'The limit of locked memory (ulimit -l) is too small for this kernel.'
  return 'A security module or a sandbox forbids it.'
}
