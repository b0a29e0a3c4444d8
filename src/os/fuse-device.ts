import { constants, openSync } from 'node:fs'
import { define, errno } from './libc.ts'
import { NativeMemory } from './native-memory.ts'

type Move = (fd: number, address: number, length: number) => number
type Later = { async(fd: number, address: number, length: number, done: (error: unknown, moved: number) => void): void }
const SIGNATURE = ['int', 'int64_t', 'int64_t'] as const
const read = define<Move>('read', 'int64_t', [...SIGNATURE])
const write = define<Move & Later>('write', 'int64_t', [...SIGNATURE])
const writev = define<Move>('writev', 'int64_t', ['int', 'int64_t', 'int'])
const poll = define<(list: number, count: number, milliseconds: number) => number>('poll', 'int', [
  'int64_t',
  'int64_t',
  'int',
])

const POLLIN = 1
/** `struct pollfd`: descriptor, events (low half), what happened (high half). */
const POLLFD = 8

/** The device of a file server: /dev/fuse, opened so that reading it does not wait. @throws the error of node:fs */
export function openFuseDevice(): number {
  return openSync('/dev/fuse', constants.O_RDWR | constants.O_NONBLOCK)
}

/** @returns the bytes of the request that was read, or minus the errno (EAGAIN: none is there) */
export function readDevice(fd: number, address: number, length: number): number {
  const got = read(fd, address, length)
  return got < 0 ? -errno() : got
}

/** @returns the bytes written, or minus the errno */
export function writeDevice(fd: number, address: number, length: number): number {
  const put = write(fd, address, length)
  return put < 0 ? -errno() : put
}

/**
 * Writes stretches of memory, one after the other, of which some may not be there: writev(2).
 * @param list of `struct iovec`: address, length
 * @returns as {@link writeDevice}; EFAULT for memory that is not there
 */
export function writeDeviceList(fd: number, list: number, count: number): number {
  const put = writev(fd, list, count)
  return put < 0 ? -errno() : put
}

/** As {@link writeDevice}, in a thread of node's, for what the kernel is done with only after it was answered to something else. */
export function writeDeviceLater(fd: number, address: number, length: number): Promise<void> {
  return new Promise((resolve) => write.async(fd, address, length, () => resolve()))
}

/** Waits until one of several descriptors can be read from: poll(2). */
export class ReadableAny {
  readonly #list: NativeMemory
  readonly #count: number

  /** @param fds negative ones are left out of account */
  constructor(fds: readonly number[]) {
    this.#count = fds.length
    this.#list = new NativeMemory(fds.length * POLLFD)
    for (const [index, fd] of fds.entries()) {
      this.#list.i32[2 * index] = fd
      this.#list.u32[2 * index + 1] = POLLIN
    }
  }

  /** Sleeps until one can be read from, at most so long. */
  wait(milliseconds: number): void {
    poll(this.#list.address, this.#count, milliseconds)
  }

  /** Whether something happened to a descriptor, in the last {@link wait}. */
  has(index: number): boolean {
    return this.#list.u32[2 * index + 1] >>> 16 !== 0
  }
}
