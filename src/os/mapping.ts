import { define, systemError } from './libc.ts'

type Mmap = (address: number, length: number, protection: number, flags: number, fd: number, offset: number) => number

const mmap = define<Mmap>('mmap', 'int64_t', ['int64_t', 'int64_t', 'int', 'int', 'int', 'int64_t'])
const munmap = define<(address: number, length: number) => number>('munmap', 'int', ['int64_t', 'int64_t'])
const mprotect = define<(address: number, length: number, protection: number) => number>('mprotect', 'int', [
  'int64_t',
  'int64_t',
  'int',
])
const madvise = define<(address: number, length: number, advice: number) => number>('madvise', 'int', [
  'int64_t',
  'int64_t',
  'int',
])

const PROT_NONE = 0
const PROT_READ = 1
const PROT_WRITE = 2
const MAP_SHARED = 0x01
const MAP_PRIVATE = 0x02
const MAP_FIXED = 0x10
const MAP_ANONYMOUS = 0x20
const MAP_NORESERVE = 0x4000
const MADV_POPULATE_WRITE = 23

export const PAGE = 4096

/** Maps a file shared, where the kernel likes, to read it and if `writable` to write it. @returns the address */
export function mapShared(fd: number, offset: number, length: number, writable = true): number {
  const address = mmap(0, length, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, fd, offset)
  if (address === -1) throw systemError('mmap', `mapping ${length} bytes`)
  return address
}

/**
 * Maps a file over memory that is there already, so that what is written there stays in this process: address, offset and length
 * in pages. A page shows what others write to the file until it is written here.
 */
export function mapPrivateAt(address: number, fd: number, offset: number, length: number): void {
  const got = mmap(address, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, offset)
  if (got === -1) throw systemError('mmap', `mapping ${length} bytes at offset ${offset} over existing memory`)
}

/** Maps a file shared over memory that is there already, replacing what was mapped: address, offset and length in pages. */
export function mapSharedAt(address: number, fd: number, offset: number, length: number): void {
  const got = mmap(address, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, offset)
  if (got === -1) throw systemError('mmap', `mapping ${length} bytes at offset ${offset} over existing memory`)
}

/** As {@link mapSharedAt}, but inaccessible until {@link permit}: address, offset and length in pages. */
export function mapClosedAt(address: number, fd: number, offset: number, length: number): void {
  const got = mmap(address, length, PROT_NONE, MAP_SHARED | MAP_FIXED, fd, offset)
  if (got === -1) throw systemError('mmap', `mapping ${length} bytes at offset ${offset} over existing memory`)
}

/** Lets this process read and write a range of mapped pages. */
export function permit(address: number, length: number): void {
  if (mprotect(address, length, PROT_READ | PROT_WRITE) < 0) throw systemError('mprotect', `opening ${length} bytes`)
}

/** Puts inaccessible memory in the place of a mapping, so that the address range stays taken. */
export function unmapToReserved(address: number, length: number): void {
  const got = mmap(address, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0)
  if (got === -1) throw systemError('mmap', `releasing a window of ${length} bytes`)
}

/** Ends a mapping made by {@link mapShared}. */
export function unmap(address: number, length: number): void {
  if (munmap(address, length) < 0) throw systemError('munmap', `unmapping ${length} bytes`)
}

/**
 * Enters a range's pages into this process's page table in one call, which costs a seventh of touching them one by
 * one. A kernel before 5.14 does not know it: then the pages come at first touch, as ever.
 */
export function populate(address: number, length: number): void {
  madvise(address, length, MADV_POPULATE_WRITE)
}
