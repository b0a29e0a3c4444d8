import { readFileSync } from 'node:fs'

/** A stretch of a process's address space, as a line of /proc/PID/maps tells of it: proc_pid_maps(5). */
export interface Mapping {
  /** Its first byte's address. */
  start: bigint
  /** The address after its last byte. */
  end: bigint
  readable: boolean
  writable: boolean
  executable: boolean
  /** Whether what is written there reaches the file, and whoever else maps it. */
  shared: boolean
  /** Where it begins in the file, in bytes; 0 for memory without a file. */
  offset: bigint
  /** The file's device, as `major:minor` in hexadecimal; with `inode` it tells whether two mappings are of the same file. */
  device: string
  inode: bigint
  /**
   * The file, with ` (deleted)` after it when it has no name any more; or the kernel's name in brackets, such as
   * `[heap]`; null for memory without a name.
   */
  path: string | null
}

const LINE = /^([0-9a-f]+)-([0-9a-f]+) ([r-])([w-])([x-])([sp]) ([0-9a-f]+) ([0-9a-f]+:[0-9a-f]+) (\d+) *(.*)$/

/**
 * The address space of a process, in the order of the addresses.
 * @throws the error of node:fs when there is no such process, or it may not be looked at
 */
export function readMappings(pid: number): Mapping[] {
  return parseMappings(readFileSync(`/proc/${pid}/maps`, 'utf8'))
}

/** What a text in the form of /proc/PID/maps says. */
export function parseMappings(text: string): Mapping[] {
  const mappings: Mapping[] = []
  for (const line of text.split('\n')) {
    const parts = LINE.exec(line)
    if (parts === null) continue
    const [, start, end, read, write, execute, share, offset, device, inode, path] = parts
    mappings.push({
      start: BigInt(`0x${start}`),
      end: BigInt(`0x${end}`),
      readable: read === 'r',
      writable: write === 'w',
      executable: execute === 'x',
      shared: share === 's',
      offset: BigInt(`0x${offset}`),
      device,
      inode: BigInt(inode),
      // A line break is the one character that the kernel escapes here.
      path: path === '' ? null : path.replaceAll('\\012', '\n'),
    })
  }
  return mappings
}
