import { closeSync } from 'node:fs'
import { bufferAt } from './address.ts'
import { MASK_BYTES, maskOf } from './affinity.ts'
import { createEventfd } from './eventfd.ts'
import { errno, syscall, systemError } from './libc.ts'
import { mapShared, unmap } from './mapping.ts'
import { NativeMemory } from './native-memory.ts'

// The same on every architecture, as all calls added since Linux 5.0.
const IO_URING_SETUP = 425
const IO_URING_ENTER = 426
const IO_URING_REGISTER = 427

const REGISTER_EVENTFD = 4
const REGISTER_IOWQ_AFF = 17
const REGISTER_IOWQ_MAX_WORKERS = 19
const OFFSET_RINGS = 0
const OFFSET_ENTRIES = 0x10000000

/** `struct io_uring_params`, in 32-bit words: what the kernel fills in. */
const PARAMS_BYTES = 120
const CQ_ENTRIES = 1
const FEATURES = 5
const SQ = { head: 10, tail: 11, mask: 12, array: 16 }
const CQ = { head: 20, tail: 21, mask: 22, entries: 25 }
const FEATURE_SINGLE_MMAP = 1

const SQE_BYTES = 64
const CQE_BYTES = 16
const EINTR = 4
const ENOSYS = 38

/** What an entry asks for. */
export const OPERATION = { cancel: 14, read: 22, write: 23 } as const
/** The entry is not even tried in the caller's thread. */
const ASYNC = 1 << 4
/** The next entry begins when this one has succeeded in full. */
const LINK = 1 << 2

/** An entry of the submission queue. */
export interface Entry {
  operation: (typeof OPERATION)[keyof typeof OPERATION]
  fd: number
  /** Where in the file; the address, for the memory of a process. */
  offset: number
  /** This process's memory; for `cancel` the id of what is to be cancelled. */
  address: number
  length: number
  /** Comes back with the result: 1 to 2^32 - 1. */
  id: number
  linked?: boolean
}

/**
 * A ring for asynchronous I/O: io_uring(7), by its three system calls and the memory that it shares with the kernel. The
 * kernel's own threads do the work.
 */
export class IoUring {
  /** Becomes readable whenever something has completed. */
  readonly eventfd: number
  readonly entries: number
  readonly #fd: number
  readonly #unmap: (() => void)[] = []
  readonly #submissions: Ring
  readonly #completions: Ring
  readonly #sqes: Uint32Array
  readonly #order: Uint32Array
  readonly #cqes: Int32Array
  /** The errno of the last submission that was not taken in full. */
  refusal = 0
  #prepared = 0

  /**
   * @param entries how many entries can be submitted at once, and how many can be under way: a power of 2
   * @param workers how many of the kernel's threads may work at once
   * @param processors where they may run; none: wherever they like
   * @throws SystemError `EPERM` where a setting or a filter forbids it, `ENOSYS`, `ENOMEM`, `EMFILE`
   */
  constructor(entries: number, workers: number, processors: readonly number[]) {
    const params = new NativeMemory(PARAMS_BYTES)
    this.entries = entries
    this.#fd = syscall(IO_URING_SETUP, entries, params.address, 0, 0, 0, 0)
    if (this.#fd < 0) throw systemError('io_uring_setup', `io_uring_setup(${entries})`)
    let eventfd = -1
    try {
      const { u32 } = params
      // Every kernel from 5.4 has it: without it there would be two mappings to be made.
      if ((u32[FEATURES] & FEATURE_SINGLE_MMAP) === 0) throw systemError('io_uring_setup', 'io_uring of 5.4', ENOSYS)
      const bytes = Math.max(u32[SQ.array] + entries * 4, u32[CQ.entries] + u32[CQ_ENTRIES] * CQE_BYTES)
      const rings = this.#map(OFFSET_RINGS, bytes)
      this.#sqes = new Uint32Array(this.#map(OFFSET_ENTRIES, entries * SQE_BYTES))
      this.#submissions = new Ring(rings, u32[SQ.head], u32[SQ.tail], u32[SQ.mask])
      this.#completions = new Ring(rings, u32[CQ.head], u32[CQ.tail], u32[CQ.mask])
      this.#order = new Uint32Array(rings, u32[SQ.array], entries)
      this.#cqes = new Int32Array(rings, u32[CQ.entries], (u32[CQ_ENTRIES] * CQE_BYTES) / 4)
      eventfd = createEventfd()
      this.eventfd = eventfd
      this.#register(REGISTER_EVENTFD, words(eventfd), 1)
      this.#wish(REGISTER_IOWQ_MAX_WORKERS, words(workers, workers), 2)
      if (processors.length > 0) this.#wish(REGISTER_IOWQ_AFF, maskOf(processors), MASK_BYTES)
    } catch (error) {
      if (eventfd >= 0) closeSync(eventfd)
      for (const unmap of this.#unmap) unmap()
      closeSync(this.#fd)
      throw error
    }
  }

  /** Puts an entry into the submission queue, for {@link submit}. At most {@link entries} between two submissions. */
  prepare({ operation, fd, offset, address, length, id, linked = false }: Entry): void {
    const tail = this.#submissions.tail + this.#prepared
    const index = tail & this.#submissions.mask
    const at = (index * SQE_BYTES) / 4
    const sqe = this.#sqes
    sqe.fill(0, at, at + SQE_BYTES / 4)
    sqe[at] = operation | ((operation === OPERATION.cancel ? 0 : ASYNC | (linked ? LINK : 0)) << 8)
    sqe[at + 1] = fd
    sqe[at + 2] = offset % 0x100000000
    sqe[at + 3] = Math.floor(offset / 0x100000000)
    sqe[at + 4] = address % 0x100000000
    sqe[at + 5] = Math.floor(address / 0x100000000)
    sqe[at + 6] = length
    sqe[at + 8] = id
    this.#order[index] = index
    this.#prepared += 1
  }

  /**
   * Hands what was prepared to the kernel: io_uring_enter(2).
   * @returns how many of the last entries it did not take, and never will; {@link refusal} says why
   */
  submit(): number {
    this.#submissions.advanceTail(this.#prepared)
    this.#prepared = 0
    for (;;) {
      const left = this.#submissions.length
      if (left === 0) return 0
      if (syscall(IO_URING_ENTER, this.#fd, left, 0, 0, 0, 0) >= 0) continue
      this.refusal = errno()
      if (this.refusal === EINTR) continue
      // Nor may it take them later, when their memory is somebody else's.
      this.#submissions.advanceTail(-left)
      return left
    }
  }

  /** Fetches what has completed, without any call. @param each gets the entry's id, and its result: bytes, or minus the errno */
  reap(each: (id: number, result: number) => void): void {
    for (let left = this.#completions.length; left > 0; left--) {
      const at = ((this.#completions.head & this.#completions.mask) * CQE_BYTES) / 4
      const id = this.#cqes[at] >>> 0
      const result = this.#cqes[at + 2]
      this.#completions.advanceHead()
      each(id, result)
    }
  }

  /** Closes it; nothing may be under way any more. */
  close(): void {
    for (const unmap of this.#unmap) unmap()
    closeSync(this.eventfd)
    closeSync(this.#fd)
  }

  #map(offset: number, bytes: number): ArrayBuffer {
    const address = mapShared(this.#fd, offset, bytes)
    this.#unmap.push(() => unmap(address, bytes))
    return bufferAt(address, bytes)
  }

  #register(what: number, argument: NativeMemory, count: number): void {
    if (syscall(IO_URING_REGISTER, this.#fd, what, argument.address, count, 0, 0) < 0) {
      throw systemError('io_uring_register', `io_uring_register(${what})`)
    }
  }

  /** As {@link #register}, for what came with Linux 5.14 and 5.15. */
  #wish(what: number, argument: NativeMemory, count: number): void {
    try {
      this.#register(what, argument, count)
    } catch {
      // It works without, and takes more processor time from others.
    }
  }
}

function words(...values: number[]): NativeMemory {
  const argument = new NativeMemory(16)
  argument.u32.set(values)
  return argument
}

/** Head and tail of one of the two queues, which run on forever and are masked when used. */
class Ring {
  readonly mask: number
  readonly #words: Int32Array
  readonly #head: number
  readonly #tail: number

  /** @param head, tail, mask where they lie, in bytes */
  constructor(buffer: ArrayBuffer, head: number, tail: number, mask: number) {
    this.#words = new Int32Array(buffer, 0, buffer.byteLength >>> 2)
    this.#head = head / 4
    this.#tail = tail / 4
    this.mask = this.#words[mask / 4]
  }

  get head(): number {
    return Atomics.load(this.#words, this.#head)
  }

  get tail(): number {
    return Atomics.load(this.#words, this.#tail)
  }

  get length(): number {
    return (this.tail - this.head) | 0
  }

  advanceHead(): void {
    Atomics.store(this.#words, this.#head, this.head + 1)
  }

  advanceTail(by: number): void {
    Atomics.store(this.#words, this.#tail, this.tail + by)
  }
}
