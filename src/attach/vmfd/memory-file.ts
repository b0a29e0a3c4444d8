import { closeSync, constants, fstatSync, openSync, readdirSync, readlinkSync, statSync } from 'node:fs'
import { type Mapping, readMappings } from '../mappings.ts'
import type { WindowPlace } from './backing.ts'

/** A memory file of which a window is a part. */
export interface MemoryFile {
  fd: number
  /** Where the window begins in it. */
  base: number
  /** How long the whole file is. */
  size: number
}

/**
 * Opens the memory file that a process has mapped shared where a window lies: memory of memfd_create(2) or shm_open(3). By
 * /proc/PID/map_files where the kernel grants that, else by a descriptor that the process still has of it.
 * @returns null where the window is of another kind, or its file cannot be opened
 */
export function openMemoryFile(place: WindowPlace): MemoryFile | null {
  const mapping = fileMappingOf(place)
  if (mapping === null) return null
  const base = Number(mapping.offset + (place.start - mapping.start))
  for (const path of [mapFile(place.pid, mapping), descriptorOf(place.pid, mapping)]) {
    if (path === null) continue
    const opened = openAt(path, mapping.inode, place.writable)
    if (opened === null) continue
    // What lies beyond the end of the file is there for nobody.
    if (opened.size >= base + place.length) return { ...opened, base }
    closeSync(opened.fd)
  }
  return null
}

/** The first of the mappings that hold the window, if they show one memory file without a gap. */
function fileMappingOf({ pid, start, length, writable }: WindowPlace): Mapping | null {
  const end = start + BigInt(length)
  const held = look(() => readMappings(pid), []).filter((mapping) => mapping.start < end && start < mapping.end)
  const first = held[0]
  if (first === undefined || first.start > start || held.at(-1)!.end < end) return null
  const goesOn = (mapping: Mapping, index: number) =>
    mapping.inode === first.inode &&
    mapping.device === first.device &&
    mapping.offset - first.offset === mapping.start - first.start &&
    (index === 0 || mapping.start === held[index - 1].end)
  const asNeeded = ({ shared, readable, writable: written }: Mapping) => shared && readable && (written || !writable)
  const ofMemory = /^\/(memfd:|dev\/shm\/)/.test(first.path ?? '')
  return ofMemory && held.every((mapping, index) => goesOn(mapping, index) && asNeeded(mapping)) ? first : null
}

function mapFile(pid: number, { start, end }: Mapping): string {
  return `/proc/${pid}/map_files/${start.toString(16)}-${end.toString(16)}`
}

function descriptorOf(pid: number, mapping: Mapping): string | null {
  const folder = `/proc/${pid}/fd`
  const links = look(() => readdirSync(folder), []).map((fd) => `${folder}/${fd}`)
  return links.find((link) => look(() => leadsTo(link, mapping), false)) ?? null
}

/** Many memory files have the same name; the number tells them apart. */
function leadsTo(link: string, { path, inode }: Mapping): boolean {
  return readlinkSync(link) === path && statSync(link, { bigint: true }).ino === inode
}

function openAt(path: string, inode: bigint, writable: boolean): { fd: number; size: number } | null {
  const fd = look(() => openSync(path, writable ? constants.O_RDWR : constants.O_RDONLY), null)
  if (fd === null) return null
  const stat = fstatSync(fd, { bigint: true })
  if (stat.isFile() && stat.ino === inode) return { fd, size: Number(stat.size) }
  closeSync(fd)
  return null
}

/** What can be had from /proc, or `otherwise` where that is not permitted. That no descriptor is left is another matter. */
function look<T, U>(at: () => T, otherwise: U): T | U {
  try {
    return at()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EMFILE' || code === 'ENFILE') throw error
    return otherwise
  }
}
