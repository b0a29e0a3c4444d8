/**
 * The FUSE protocol as it stands in memory, of version 7.31 (Linux 5.4) with what later ones added at places that were spare: what
 * /dev/fuse gives and takes (<linux/fuse.h>). All numbers are of this machine's byte order. 64-bit ones are two words here, low
 * first; offsets in the window are read as numbers.
 *
 *     request   0 length   4 opcode   8 unique (8)   16 node (8)   24 uid   28 gid   32 pid   36 spare   40 arguments
 *     answer    0 length   4 -errno   8 unique (8)   16 results
 */
export const REQUEST_HEADER = 40
export const ANSWER_HEADER = 16

/** The version that is spoken; the kernel speaks any of this major number. */
export const MAJOR = 7
export const MINOR = 36

export const OPCODE = {
  FORGET: 2,
  GETATTR: 3,
  SETATTR: 4,
  OPEN: 14,
  READ: 15,
  WRITE: 16,
  STATFS: 17,
  RELEASE: 18,
  FSYNC: 20,
  INIT: 26,
  INTERRUPT: 36,
  DESTROY: 38,
  BATCH_FORGET: 42,
} as const

/** What is agreed on at the beginning. */
export const INIT_FLAG = {
  ASYNC_READ: 1 << 0,
  BIG_WRITES: 1 << 5,
  ASYNC_DIO: 1 << 15,
  MAX_PAGES: 1 << 22,
  EXT: 1 << 30,
}
/** In the second word of flags, from Linux 6.6 on: files that bypass the page cache can be mapped shared all the same. */
export const INIT_FLAG2 = { DIRECT_IO_ALLOW_MMAP: 1 << 4 }
/** What an opened file is to be like. */
export const OPEN_FLAG = { DIRECT_IO: 1 << 0, NOFLUSH: 1 << 5, PARALLEL_DIRECT_WRITES: 1 << 6 }
/** Which attributes are to be set. */
export const SET = { MODE: 1 << 0, UID: 1 << 1, GID: 1 << 2, SIZE: 1 << 3, FILE: 1 << 6 }
/** Set in requests for reading that bypass the page cache. */
export const READ_LOCKOWNER = 1 << 1
/** A message without a request: forget what is kept of a file. */
export const NOTIFY_INVAL_INODE = 2
/** The file system's root, here the one file. */
export const ROOT = 1

/** Where things stand among the arguments of a request, in bytes. */
export const ARGUMENT = {
  INIT: { major: 0, minor: 4, maxReadahead: 8, flags: 12, flags2: 16 },
  OPEN: { flags: 0 },
  READ: { offset: 8, size: 16, readFlags: 20 },
  WRITE: { offset: 8, size: 16, data: 40 },
  SETATTR: { valid: 0 },
} as const

/** The lengths of results, in bytes. */
export const RESULT = { INIT: 64, ATTR: 104, OPEN: 16, WRITE: 8, STATFS: 80, INVAL_INODE: 24 } as const

/** The largest request for reading or writing: 256 pages, the most that the kernel gives without more ado. */
export const MAX_PAGES = 256
export const MAX_DATA = 1024 * 1024
