import { define, errno } from './libc.ts'
import { NativeMemory } from './native-memory.ts'

const ioctl = define<(fd: number, request: number, argument: number) => number>('ioctl', 'int', [
  'int',
  'uint64_t',
  'int64_t',
])

/** `struct procmap_query`, and the request with its size in it. */
const QUERY_BYTES = 104
const PROCMAP_QUERY = 0xc0686611
const START = 24 / 4
const END = 32 / 4
const FLAGS = 40 / 4
const COVERING_OR_NEXT = 0x10
const READABLE = 1
const WRITABLE = 2
const ENOENT = 2

let query: NativeMemory | undefined

/** A stretch of an address space; addresses are numbers, as user space has them. */
export interface MappedRange {
  start: number
  end: number
  readable: boolean
  writable: boolean
}

/**
 * The mapping that holds an address, or the next one after it: ioctl PROCMAP_QUERY on an open /proc/PID/maps, which takes
 * no longer however many mappings there are.
 * @returns null when there is none, undefined when the kernel does not answer such questions (before Linux 6.11)
 */
export function queryMapping(fd: number, address: number): MappedRange | null | undefined {
  query ??= new NativeMemory(QUERY_BYTES)
  query.u32.fill(0)
  query.set64(0, QUERY_BYTES)
  query.set64(8, COVERING_OR_NEXT)
  query.set64(16, address)
  if (ioctl(fd, PROCMAP_QUERY, query.address) < 0) return errno() === ENOENT ? null : undefined
  const flags = query.u32[FLAGS]
  return {
    start: at(query, START),
    end: at(query, END),
    readable: (flags & READABLE) !== 0,
    writable: (flags & WRITABLE) !== 0,
  }
}

function at({ u32 }: NativeMemory, word: number): number {
  return u32[word] + u32[word + 1] * 0x100000000
}
