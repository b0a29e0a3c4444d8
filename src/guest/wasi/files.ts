import {
  type BigIntStats,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  futimesSync,
  lstatSync,
  readdirSync,
  readvSync,
  writevSync,
} from 'node:fs'
import type { GuestMemory } from '../memory.ts'
import { WasiError } from './errno.ts'
import type { FileTable, OpenFile } from './file-table.ts'
import { fileType, putLong, putStat, timesOf, viewAt } from './layout.ts'
import { pause } from './sleep.ts'
import type { WasiFunctions } from './wasi.ts'

const APPEND = 1
const ALL_RIGHTS = 0x1fffffffn
/** Of a stream, by which the C library knows a terminal. */
const NO_SEEKING = (1n << 2n) | (1n << 5n)
const [SEEK_SET, SEEK_CUR, SEEK_END] = [0, 1, 2]
const AGAIN_MILLISECONDS = 1
const DIRENT = 24

type Move = (fd: number, buffers: readonly Uint8Array[], position: number | null) => number
// All of a list in one call, so that what ranks write to one stream comes in whole.
const read: Move = (fd, buffers, position) => readvSync(fd, buffers, position ?? undefined)
const write: Move = (fd, buffers, position) => writevSync(fd, buffers, position ?? undefined)

/** Open files. */
export function files(memory: GuestMemory, table: FileTable): WasiFunctions {
  const listings = new WeakMap<OpenFile, Buffer[]>()

  /** Moves bytes from or to a list of buffers, as far as it goes. */
  function move(how: Move, file: OpenFile, vectors: number, count: number, position: number | null): number {
    if (file.isDirectory) throw new WasiError('EISDIR')
    const word = memory.words(vectors, count * 2)
    const buffers = Array.from({ length: count }, (_, i) =>
      memory.bytes(memory.i32[word + i * 2], memory.i32[word + i * 2 + 1] >>> 0),
    ).filter(({ length }) => length > 0)
    return buffers.length === 0 ? 0 : patiently(() => how(file.fd, buffers, position))
  }

  function advance(how: Move, descriptor: number, vectors: number, count: number, result: number): void {
    const file = table.get(descriptor)
    const atEnd = how === write && file.append
    const done = move(how, file, vectors, count, atEnd ? null : file.position)
    if (file.position !== null) file.position = atEnd ? Number(table.stat(descriptor).size) : file.position + done
    memory.putInt(result, done)
  }

  return {
    fd_read(descriptor: number, vectors: number, count: number, result: number) {
      advance(read, descriptor, vectors, count, result)
    },
    fd_write(descriptor: number, vectors: number, count: number, result: number) {
      advance(write, descriptor, vectors, count, result)
    },
    fd_pread(descriptor: number, vectors: number, count: number, offset: bigint, result: number) {
      memory.putInt(result, move(read, table.get(descriptor), vectors, count, Number(offset)))
    },
    fd_pwrite(descriptor: number, vectors: number, count: number, offset: bigint, result: number) {
      memory.putInt(result, move(write, table.get(descriptor), vectors, count, Number(offset)))
    },
    fd_seek(descriptor: number, offset: bigint, whence: number, result: number) {
      const file = table.get(descriptor)
      if (file.position === null) throw new WasiError('ESPIPE')
      const from = { [SEEK_SET]: 0, [SEEK_CUR]: file.position, [SEEK_END]: Number(table.stat(descriptor).size) }[whence]
      if (from === undefined || from + Number(offset) < 0) throw new WasiError('EINVAL')
      file.position = from + Number(offset)
      putLong(memory, result, BigInt(file.position))
    },
    fd_tell(descriptor: number, result: number) {
      const { position } = table.get(descriptor)
      if (position === null) throw new WasiError('ESPIPE')
      putLong(memory, result, BigInt(position))
    },
    fd_close(descriptor: number) {
      table.close(descriptor)
    },
    fd_renumber(from: number, to: number) {
      table.renumber(from, to)
    },
    fd_fdstat_get(descriptor: number, pointer: number) {
      const { append, position, isDirectory } = table.get(descriptor)
      const view = viewAt(memory, pointer, 24)
      const rights = position === null && !isDirectory ? ALL_RIGHTS & ~NO_SEEKING : ALL_RIGHTS
      view.setUint16(0, fileType(table.stat(descriptor)), true)
      view.setUint16(2, append ? APPEND : 0, true)
      view.setUint32(4, 0, true)
      view.setBigUint64(8, rights, true)
      view.setBigUint64(16, ALL_RIGHTS, true)
    },
    fd_fdstat_set_flags(descriptor: number, flags: number) {
      table.get(descriptor).append = (flags & APPEND) !== 0
    },
    fd_filestat_get(descriptor: number, pointer: number) {
      putStat(memory, pointer, table.stat(descriptor))
    },
    fd_filestat_set_size(descriptor: number, size: bigint) {
      ftruncateSync(table.get(descriptor).fd, Number(size))
    },
    fd_filestat_set_times(descriptor: number, access: bigint, modification: bigint, flags: number) {
      futimesSync(table.get(descriptor).fd, ...timesOf(table.stat(descriptor), access, modification, flags))
    },
    fd_allocate(descriptor: number, offset: bigint, length: bigint) {
      const end = Number(offset + length)
      if (Number(table.stat(descriptor).size) < end) ftruncateSync(table.get(descriptor).fd, end)
    },
    /** Advice may be ignored. */
    fd_advise(descriptor: number) {
      table.get(descriptor)
    },
    fd_sync(descriptor: number) {
      fsyncSync(table.get(descriptor).fd)
    },
    fd_datasync(descriptor: number) {
      fdatasyncSync(table.get(descriptor).fd)
    },
    fd_readdir(descriptor: number, pointer: number, room: number, cookie: bigint, used: number) {
      const file = table.directory(descriptor)
      const listed = (cookie !== 0n && listings.get(file)) || list(file)
      listings.set(file, listed)
      const whole = Buffer.concat(listed.slice(Number(cookie)))
      const told = whole.subarray(0, room >>> 0)
      memory.bytes(pointer, told.length).set(told)
      memory.putInt(used, told.length)
    },
    fd_prestat_get(descriptor: number, pointer: number) {
      const { preopened } = table.get(descriptor)
      if (preopened === null) throw new WasiError('EBADF')
      memory.putInt(pointer, 0)
      memory.putInt(pointer + 4, Buffer.byteLength(preopened))
    },
    fd_prestat_dir_name(descriptor: number, pointer: number, room: number) {
      const name = Buffer.from(table.get(descriptor).preopened ?? '')
      if (name.length > room >>> 0) throw new WasiError('ENAMETOOLONG')
      memory.bytes(pointer, name.length).set(name)
    },
  }
}

/** A directory's entries, each as a `dirent` with its name behind it. */
function list({ fd }: OpenFile): Buffer[] {
  const here = `/proc/self/fd/${fd}`
  return ['.', '..', ...readdirSync(here)].map((name, index) => {
    // What is above a program's directories is none of its business.
    const stats = lstatSync(`${here}/${name === '..' ? '.' : name}`, { bigint: true, throwIfNoEntry: false })
    const text = Buffer.from(name)
    const entry = Buffer.alloc(DIRENT)
    entry.writeBigUInt64LE(BigInt(index + 1), 0)
    entry.writeBigUInt64LE((stats as BigIntStats | undefined)?.ino ?? 0n, 8)
    entry.writeUInt32LE(text.length, 16)
    entry.writeUInt8(stats === undefined ? 0 : fileType(stats), 20)
    return Buffer.concat([entry, text])
  })
}

/** A descriptor that was inherited may be one that does not wait by itself. */
function patiently(call: () => number): number {
  for (;;) {
    try {
      return call()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      pause(AGAIN_MILLISECONDS)
    }
  }
}
