import type { CancelSignal } from './cancel-signal.ts'
import { define, ffi, systemError } from './libc.ts'

const fcntl = define<(fd: number, command: number, argument: number) => number>('fcntl', 'int', [
  'int',
  'int',
  'int64_t',
])

const F_GETFL = 3
const F_SETFL = 4
const F_DUPFD_CLOEXEC = 1030
const F_GET_SEALS = 1034
const F_SEAL_SHRINK = 2
const O_ACCMODE = 3
const O_RDWR = 2
const O_NONBLOCK = 0x800

/** Another descriptor of the same open file, close-on-exec: fcntl(2), F_DUPFD_CLOEXEC. */
export function duplicate(fd: number): number {
  const copy = fcntl(fd, F_DUPFD_CLOEXEC, 3)
  if (copy < 0) throw systemError('fcntl', `duplicating descriptor ${fd}`)
  return copy
}

/** Whether a descriptor was opened to read and to write. */
export function isReadWrite(fd: number): boolean {
  const flags = fcntl(fd, F_GETFL, 0)
  if (flags < 0) throw systemError('fcntl', `fcntl(${fd}, F_GETFL)`)
  return (flags & O_ACCMODE) === O_RDWR
}

/** Has reads of a descriptor fail with EAGAIN instead of waiting. @returns the same descriptor */
export function nonblocking(fd: number): number {
  if (fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK) < 0) throw systemError('fcntl', `fcntl(${fd}, F_SETFL)`)
  return fd
}

/** Whether nobody can make a memory file smaller. */
export function cannotShrink(fd: number): boolean {
  const seals = fcntl(fd, F_GET_SEALS, 0)
  return seals >= 0 && (seals & F_SEAL_SHRINK) !== 0
}

/** Resolves when a descriptor can be read from, or written to; or rejects with the signal's reason. */
export function ready(fd: number, what: 'readable' | 'writable', signal?: CancelSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) throw signal.reason
    let waits = true
    const done = (settle: () => void) => {
      if (!waits) return
      waits = false
      handle.close()
      signal?.removeEventListener('abort', aborted)
      settle()
    }
    const aborted = () => done(() => reject(signal!.reason))
    // Not here: Node 26 does not run what awaits a promise that is resolved within the poll's own callback.
    const handle = ffi().node.poll(fd, { [what]: true, disconnect: true }, () => setImmediate(done, resolve))
    signal?.addEventListener('abort', aborted)
  })
}
