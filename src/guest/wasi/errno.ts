/** The error numbers of WASI that are given here (wasi_snapshot_preview1, `errno`). */
export const SUCCESS = 0
const numbers: Record<string, number> = {
  EACCES: 2,
  EAGAIN: 6,
  EBADF: 8,
  EEXIST: 20,
  EFAULT: 21,
  EFBIG: 22,
  EINTR: 27,
  EINVAL: 28,
  EIO: 29,
  EISDIR: 31,
  ELOOP: 32,
  EMFILE: 33,
  EMLINK: 34,
  ENAMETOOLONG: 37,
  ENFILE: 41,
  ENOENT: 44,
  ENOMEM: 48,
  ENOSPC: 51,
  ENOSYS: 52,
  ENOTDIR: 54,
  ENOTEMPTY: 55,
  ENOTSUP: 58,
  ENXIO: 60,
  EPERM: 63,
  EPIPE: 64,
  EROFS: 69,
  ESPIPE: 70,
  EXDEV: 75,
  ENOTCAPABLE: 76,
}

/** What a WASI function gives back instead of doing what it was asked for. */
export class WasiError extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

/** The number for what a function threw: an error of Node's file system, a {@link WasiError}, or a pointer outside of the memory. */
export function errnoOf(error: unknown): number {
  const { code } = error as { code?: unknown }
  if (code === 'ERR_BUFFER') return numbers.EFAULT
  // Node's own, for a number that no system call takes.
  if (typeof code === 'string' && code.endsWith('OUT_OF_RANGE')) return numbers.EINVAL
  const number = typeof code === 'string' ? numbers[code] : undefined
  if (number !== undefined) return number
  if (typeof code === 'string' && /^E[A-Z0-9]+$/.test(code)) return numbers.EIO
  throw error
}
