import { ANY_TAG, PROC_NULL } from '../mpi/constants.ts'
import type { Status } from '../mpi/status.ts'
import { MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_PROC_NULL } from './abi/constants.ts'
import { MPI_STATUS_IGNORE } from './abi/pointers.ts'
import { STATUS_BYTES, STATUS_ERROR, STATUS_INTERNAL, STATUS_SOURCE, STATUS_TAG } from './abi/status.ts'
import type { GuestMemory } from './memory.ts'

const WORDS = STATUS_BYTES / 4
const TAG = STATUS_TAG / 4
const SOURCE = STATUS_SOURCE / 4
const ERROR = STATUS_ERROR / 4
/** The number of bytes: its low 32 bits, and the rest. */
const LOW = STATUS_INTERNAL / 4
const HIGH = LOW + 1
const CANCELLED = LOW + 2

/** Fills in a C status, unless it is MPI_STATUS_IGNORE. Its MPI_ERROR stays what it is. @throws CrossmemRangeError ERR_BUFFER */
export function putStatus(memory: GuestMemory, pointer: number, status: Status): void {
  const { source, tag } = status
  const rank = source === PROC_NULL ? MPI_PROC_NULL : source
  put(memory, pointer, rank, tag === ANY_TAG ? MPI_ANY_TAG : tag, status.bytes, status.cancelled)
}

/** The status of what is no receive, or nothing at all (MPI 4.1, 3.7.3). */
export function putEmptyStatus(memory: GuestMemory, pointer: number, cancelled = false): void {
  put(memory, pointer, MPI_ANY_SOURCE, MPI_ANY_TAG, 0, cancelled)
}

function put(
  memory: GuestMemory,
  pointer: number,
  source: number,
  tag: number,
  bytes: number,
  cancelled: boolean,
): void {
  if (pointer === MPI_STATUS_IGNORE) return
  const { i32 } = memory
  const word = memory.words(pointer, WORDS)
  i32[word + SOURCE] = source
  i32[word + TAG] = tag
  i32[word + LOW] = bytes | 0
  i32[word + HIGH] = Math.floor(bytes / 2 ** 32)
  i32[word + CANCELLED] = cancelled ? 1 : 0
}

/** Reads a C status. @throws CrossmemRangeError ERR_BUFFER */
export function getStatus(memory: GuestMemory, pointer: number, status: Status): void {
  const word = memory.words(pointer, WORDS)
  const source = memory.i32[word + SOURCE]
  const tag = memory.i32[word + TAG]
  status.set(
    source === MPI_PROC_NULL ? PROC_NULL : source,
    tag === MPI_ANY_TAG ? ANY_TAG : tag,
    statusBytes(memory, pointer),
    1,
  )
  status.cancelled = statusCancelled(memory, pointer)
}

/** Sets MPI_ERROR. */
export function putError(memory: GuestMemory, pointer: number, code: number): void {
  if (pointer !== MPI_STATUS_IGNORE) memory.i32[memory.words(pointer, WORDS) + ERROR] = code
}

/** How many bytes a C status tells of. */
export function statusBytes(memory: GuestMemory, pointer: number): number {
  const word = memory.words(pointer, WORDS)
  return memory.i32[word + HIGH] * 2 ** 32 + (memory.i32[word + LOW] >>> 0)
}

export function putStatusBytes(memory: GuestMemory, pointer: number, bytes: number): void {
  const word = memory.words(pointer, WORDS)
  memory.i32[word + LOW] = bytes | 0
  memory.i32[word + HIGH] = Math.floor(bytes / 2 ** 32)
}

export function statusCancelled(memory: GuestMemory, pointer: number): boolean {
  return memory.i32[memory.words(pointer, WORDS) + CANCELLED] !== 0
}

export function putStatusCancelled(memory: GuestMemory, pointer: number, cancelled: boolean): void {
  memory.i32[memory.words(pointer, WORDS) + CANCELLED] = cancelled ? 1 : 0
}
