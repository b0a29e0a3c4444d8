import type { BigIntStats } from 'node:fs'
import type { GuestMemory } from '../memory.ts'

/** What kind of thing a file is (WASI's `filetype`). */
export function fileType(
  stats: Pick<
    BigIntStats,
    'isBlockDevice' | 'isCharacterDevice' | 'isDirectory' | 'isFile' | 'isSymbolicLink' | 'isSocket'
  >,
): number {
  if (stats.isBlockDevice()) return 1
  if (stats.isCharacterDevice()) return 2
  if (stats.isDirectory()) return 3
  if (stats.isFile()) return 4
  if (stats.isSocket()) return 6
  return stats.isSymbolicLink() ? 7 : 0
}

/** Writes a `filestat`. */
export function putStat(memory: GuestMemory, pointer: number, stats: BigIntStats): void {
  const view = viewAt(memory, pointer, 64)
  view.setBigUint64(0, stats.dev, true)
  view.setBigUint64(8, stats.ino, true)
  view.setBigUint64(16, BigInt(fileType(stats)), true)
  view.setBigUint64(24, stats.nlink, true)
  view.setBigUint64(32, stats.size, true)
  view.setBigUint64(40, stats.atimeNs, true)
  view.setBigUint64(48, stats.mtimeNs, true)
  view.setBigUint64(56, stats.ctimeNs, true)
}

/** Writes 64 bits, wherever they lie. */
export function putLong(memory: GuestMemory, pointer: number, value: bigint): void {
  viewAt(memory, pointer, 8).setBigUint64(0, BigInt.asUintN(64, value), true)
}

export function viewAt(memory: GuestMemory, pointer: number, length: number): DataView {
  const { buffer, byteOffset } = memory.bytes(pointer, length)
  return new DataView(buffer, byteOffset, length)
}

/** Text of a given length. */
export function textAt(memory: GuestMemory, pointer: number, length: number): string {
  return Buffer.from(memory.bytes(pointer, length >>> 0)).toString()
}

/** The times that a call sets, in seconds: given ones, those of now, or those that are there already. */
export function timesOf(
  stats: BigIntStats,
  access: bigint,
  modification: bigint,
  flags: number,
): readonly [access: number, modification: number] {
  const [SET_ACCESS, ACCESS_NOW, SET_MODIFICATION, MODIFICATION_NOW] = [1, 2, 4, 8]
  const pick = (set: number, now: number, given: bigint, old: bigint) => {
    if ((flags & now) !== 0) return Date.now() / 1000
    return Number((flags & set) !== 0 ? given : old) / 1e9
  }
  return [
    pick(SET_ACCESS, ACCESS_NOW, access, stats.atimeNs),
    pick(SET_MODIFICATION, MODIFICATION_NOW, modification, stats.mtimeNs),
  ]
}
