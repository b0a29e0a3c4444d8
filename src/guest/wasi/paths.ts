import {
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs'
import type { GuestMemory } from '../memory.ts'
import { WasiError } from './errno.ts'
import type { FileTable } from './file-table.ts'
import { putStat, textAt, timesOf } from './layout.ts'
import type { WasiFunctions } from './wasi.ts'
import { within } from './within.ts'

const FOLLOW = 1
const APPEND = 1
const MAY_READ = 1n << 1n
const MAY_WRITE = 1n << 6n
const ON_CREATION = 0o666
const DIRECTORY_ON_CREATION = 0o777

/** `oflags`, and what they are here. */
const OPEN_FLAGS = [
  [1, constants.O_CREAT],
  [2, constants.O_DIRECTORY],
  [4, constants.O_EXCL],
  [8, constants.O_TRUNC],
] as const

/** Files and directories by their names, below the directories that a program has open. */
export function paths(memory: GuestMemory, table: FileTable): WasiFunctions {
  function at<T>(descriptor: number, pointer: number, length: number, follow: boolean, use: (place: string) => T): T {
    return within(table.directory(descriptor).fd, textAt(memory, pointer, length), follow, use)
  }

  return {
    path_open(
      descriptor: number,
      lookup: number,
      path: number,
      length: number,
      how: number,
      rights: bigint,
      _inheriting: bigint,
      flags: number,
      result: number,
    ) {
      const fd = at(descriptor, path, length, (lookup & FOLLOW) !== 0, (place) =>
        openSync(place, accessOf(rights, how, flags) | constants.O_NOFOLLOW, ON_CREATION),
      )
      const stats = fstatSync(fd)
      const isDirectory = stats.isDirectory()
      const position = stats.isFile() ? 0 : null
      memory.putInt(result, table.add({ fd, isDirectory, preopened: null, append: (flags & APPEND) !== 0, position }))
    },
    path_filestat_get(descriptor: number, lookup: number, path: number, length: number, pointer: number) {
      const stats = at(descriptor, path, length, (lookup & FOLLOW) !== 0, (place) => lstatSync(place, { bigint: true }))
      putStat(memory, pointer, stats)
    },
    path_filestat_set_times(
      descriptor: number,
      lookup: number,
      path: number,
      length: number,
      access: bigint,
      modification: bigint,
      flags: number,
    ) {
      at(descriptor, path, length, (lookup & FOLLOW) !== 0, (place) =>
        lutimesSync(place, ...timesOf(lstatSync(place, { bigint: true }), access, modification, flags)),
      )
    },
    path_create_directory(descriptor: number, path: number, length: number) {
      at(descriptor, path, length, false, (place) => mkdirSync(place, DIRECTORY_ON_CREATION))
    },
    path_remove_directory(descriptor: number, path: number, length: number) {
      at(descriptor, path, length, false, rmdirSync)
    },
    path_unlink_file(descriptor: number, path: number, length: number) {
      at(descriptor, path, length, false, unlinkSync)
    },
    path_rename(from: number, old: number, oldLength: number, to: number, path: number, length: number) {
      at(from, old, oldLength, false, (source) => at(to, path, length, false, (place) => renameSync(source, place)))
    },
    path_link(from: number, lookup: number, old: number, oldLength: number, to: number, path: number, length: number) {
      at(from, old, oldLength, (lookup & FOLLOW) !== 0, (source) =>
        at(to, path, length, false, (place) => linkSync(source, place)),
      )
    },
    path_symlink(target: number, targetLength: number, descriptor: number, path: number, length: number) {
      const named = textAt(memory, target, targetLength)
      if (named.startsWith('/')) throw new WasiError('ENOTCAPABLE')
      at(descriptor, path, length, false, (place) => symlinkSync(named, place))
    },
    path_readlink(descriptor: number, path: number, length: number, pointer: number, room: number, used: number) {
      const target = at(descriptor, path, length, false, (place) => readlinkSync(place, 'buffer'))
      const told = target.subarray(0, room >>> 0)
      memory.bytes(pointer, told.length).set(told)
      memory.putInt(used, told.length)
    },
  }
}

function accessOf(rights: bigint, how: number, flags: number): number {
  const writes = (rights & MAY_WRITE) !== 0n && (how & 2) === 0
  const access = (rights & MAY_READ) !== 0n ? constants.O_RDWR : constants.O_WRONLY
  let all = writes ? access : constants.O_RDONLY
  for (const [wanted, here] of OPEN_FLAGS) if ((how & wanted) !== 0) all |= here
  return (flags & APPEND) !== 0 ? all | constants.O_APPEND : all
}
