import { define, errno } from './libc.ts'
import { NativeMemory } from './native-memory.ts'

type ProcessVm = (
  pid: number,
  local: number,
  localCount: number,
  remote: number,
  remoteCount: number,
  flags: number,
) => number
const SIGNATURE = ['int', 'int64_t', 'int64_t', 'int64_t', 'int64_t', 'int64_t'] as const
const readv = define<ProcessVm>('process_vm_readv', 'int64_t', [...SIGNATURE])
const writev = define<ProcessVm>('process_vm_writev', 'int64_t', [...SIGNATURE])

/** The kernel's IOV_MAX: more ranges on one side of one call give EINVAL. */
export const IOV_MAX = 1024
/** The kernel moves at most this many bytes a call (MAX_RW_COUNT). */
export const MAX_BYTES = 0x7ffff000

const EFAULT = 14

/**
 * Scatter/gather lists in the kernel's form (`struct iovec`: address, length, 8 bytes each), local first, made once and
 * filled anew for each call.
 */
const IOVEC = 16
let lists: NativeMemory | undefined
/** The same memory, for addresses that a number cannot hold. */
let wideLists: BigUint64Array | undefined

function iovecs(): NativeMemory {
  lists ??= new NativeMemory(2 * IOV_MAX * IOVEC)
  return lists
}

/** Sets entry `index` of the local list, for the next {@link transferLists}. */
export function setLocal(index: number, address: number, length: number): void {
  setEntry(index, address, length)
}

/** Sets entry `index` of the remote list, for the next {@link transferLists}. */
export function setRemote(index: number, address: number, length: number): void {
  setEntry(IOV_MAX + index, address, length)
}

/** As {@link setRemote}, for any address that has 64 bits. */
export function setRemoteRange(index: number, address: bigint, length: number): void {
  const memory = iovecs()
  wideLists ??= new BigUint64Array(memory.u32.buffer)
  const offset = (IOV_MAX + index) * IOVEC
  wideLists[offset / 8] = address
  memory.set64(offset + 8, length)
}

/** Words of an entry. */
export const ENTRY = IOVEC / 4

/** Both lists as they are, in words of 32 bits, low halves first: the local one from 0 on, the remote one from {@link REMOTE} on. */
export function entries(): Uint32Array {
  return iovecs().u32
}

export const REMOTE = IOV_MAX * ENTRY

function setEntry(index: number, address: number, length: number): void {
  const memory = iovecs()
  memory.set64(index * IOVEC, address)
  memory.set64(index * IOVEC + 8, length)
}

/**
 * process_vm_readv(2) or process_vm_writev(2) on the lists that {@link setLocal} and {@link setRemote} filled.
 * @returns the bytes moved, maybe fewer than asked (a hole ends the transfer at a page border); or minus the errno
 */
export function transferLists(write: boolean, pid: number, localCount: number, remoteCount: number): number {
  const base = iovecs().address
  const call = write ? writev : readv
  const moved = call(pid, base, localCount, base + IOV_MAX * IOVEC, remoteCount, 0)
  return moved < 0 ? -errno() : moved
}

/**
 * Moves `length` bytes between this process and another, in as many calls as it takes.
 * @returns 0 when all was moved, else the errno that ended it
 */
export function transfer(write: boolean, pid: number, local: number, remote: number, length: number): number {
  let done = 0
  while (done < length) {
    const part = Math.min(length - done, MAX_BYTES)
    setLocal(0, local + done, part)
    setRemote(0, remote + done, part)
    const moved = transferLists(write, pid, 1, 1)
    if (moved < 0) return -moved
    if (moved === 0) return EFAULT
    done += moved
  }
  return 0
}

/**
 * Whether this process may read and write the memory of `pid`: a read of 16 bytes at address 0, which is checked for
 * permission first.
 * @returns 0 if it may; else the errno: EPERM, ESRCH, ENOSYS
 */
export function probe(pid: number): number {
  const error = transfer(false, pid, iovecs().address, 0, 16)
  return error === EFAULT ? 0 : error
}
