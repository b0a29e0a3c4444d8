import { define, errno } from './libc.ts'
import { NativeMemory } from './native-memory.ts'

type One = (fd: number, address: number, length: number, position: number) => number
type Many = (fd: number, list: number, count: number, position: number) => number

// What one call moves fits an int, which comes back faster.
const pread = define<One>('pread', 'int', ['int', 'int64_t', 'int64_t', 'int64_t'])
const pwrite = define<One>('pwrite', 'int', ['int', 'int64_t', 'int64_t', 'int64_t'])
const preadv = define<Many>('preadv', 'int64_t', ['int', 'int64_t', 'int', 'int64_t'])
const pwritev = define<Many>('pwritev', 'int64_t', ['int', 'int64_t', 'int', 'int64_t'])

/** The kernel moves at most this many bytes a call. */
const MAX_BYTES = 0x7ffff000
const IOV_MAX = 1024
const IOVEC = 16
let list: NativeMemory | undefined

/** Memory of this process, by address. */
export interface Stretch {
  address: number
  length: number
}

/**
 * pread(2) or pwrite(2): moves bytes between memory of this process and a file's `position`.
 * @returns the bytes moved, maybe fewer than asked; or minus the errno
 */
export function transferAt(write: boolean, fd: number, address: number, length: number, position: number): number {
  const moved = write
    ? pwrite(fd, address, Math.min(length, MAX_BYTES), position)
    : pread(fd, address, Math.min(length, MAX_BYTES), position)
  return moved < 0 ? -errno() : moved
}

/**
 * preadv(2) or pwritev(2), with the first 1024 stretches of a list.
 * @returns as {@link transferAt}
 */
export function transferListAt(write: boolean, fd: number, stretches: readonly Stretch[], position: number): number {
  list ??= new NativeMemory(IOV_MAX * IOVEC)
  const count = Math.min(stretches.length, IOV_MAX)
  for (let index = 0; index < count; index++) {
    list.set64(index * IOVEC, stretches[index].address)
    list.set64(index * IOVEC + 8, stretches[index].length)
  }
  const moved = (write ? pwritev : preadv)(fd, list.address, count, position)
  return moved < 0 ? -errno() : moved
}
