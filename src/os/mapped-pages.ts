import { define, systemError } from './libc.ts'

type OnPages = (address: number, length: number, what: number) => number
const madvise = define<OnPages>('madvise', 'int', ['int64_t', 'int64_t', 'int'])
const msync = define<OnPages>('msync', 'int', ['int64_t', 'int64_t', 'int'])
const fadvise = define<(fd: number, offset: number, length: number, advice: number) => number>('posix_fadvise', 'int', [
  'int',
  'int64_t',
  'int64_t',
  'int',
])

const MADV_DONTNEED = 4
const MS_SYNC = 4
const POSIX_FADV_DONTNEED = 4

/** Takes a mapping's pages out of this process's page table: the next touch looks at the file again. */
export function forgetPages(address: number, length: number): void {
  if (madvise(address, length, MADV_DONTNEED) < 0)
    throw systemError('madvise', `forgetting ${length} bytes of a mapping`)
}

/** Has the kernel forget the pages of a file that nobody has mapped and that were not changed: the next touch asks for them anew. */
export function dropCachedPages(fd: number): void {
  const error = fadvise(fd, 0, 0, POSIX_FADV_DONTNEED)
  if (error !== 0) throw systemError('posix_fadvise', `dropping what is kept of descriptor ${fd}`, error)
}

/** Writes what was changed in a mapping to its file, and waits for it: msync(2). */
export function syncPages(address: number, length: number): void {
  if (msync(address, length, MS_SYNC) < 0) throw systemError('msync', `writing ${length} changed bytes of a mapping`)
}
