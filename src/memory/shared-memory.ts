import { closeSync } from 'node:fs'
import { CrossmemError, CrossmemRangeError } from '../errors.ts'
import { requireLinux } from '../os/libc.ts'
import { mapSharedAt } from '../os/mapping.ts'
import { createMemfd, reserve } from '../os/memfd.ts'
import { kindOf } from './bytes.ts'
import { createNamed, unlinkNamed } from './shared-name.ts'
import { mappableFile, mapWritable, openSource, type SharedMemorySource } from './shared-source.ts'
import { createSharedMemory, MAX_WASM_BYTES } from './wasm-memory.ts'

export type { SharedMemorySource }

/** The unit in which fstat(2) counts what a file has got of its size. */
const BLOCK = 512

/**
 * Memory that several processes have in common, as a SharedArrayBuffer: what one writes, the others read, without any
 * copy. It lies in a memory file; whoever has a descriptor of it can map it.
 *
 * `Atomics` work across processes on it, except `Atomics.wait` and `Atomics.notify`, which V8 keeps within one process.
 * It is freed when the last descriptor is closed and the last buffer collected, however the processes end.
 */
export class SharedMemory implements Disposable {
  /**
   * The memory. SharedArrayBuffers of this kind are multiples of 64 KiB long, so this one is `byteLength` rounded up: what lies
   * beyond `byteLength` is not shared. Give views their length, as in `new Float64Array(shared.buffer, 0, n)`, or use `bytes`.
   */
  readonly buffer: SharedArrayBuffer
  /** The shared bytes, exactly. */
  readonly bytes: Uint8Array<SharedArrayBuffer>
  /** How many bytes are shared: what was asked for, or the file's size. */
  readonly byteLength: number
  readonly #fd: number
  #closed = false

  private constructor(fd: number, byteLength: number) {
    const { buffer, address } = createSharedMemory(byteLength)
    mapSharedAt(address, fd, 0, byteLength)
    this.#fd = fd
    this.buffer = buffer
    this.bytes = new Uint8Array(buffer, 0, byteLength)
    this.byteLength = byteLength
  }

  /**
   * New shared memory, all zeros. It is committed at once, so that no later write can fail for want of memory.
   *
   * - `create(bytes)`, `create({ bytes })`: without a name. No holder can make it smaller, and it is freed with the last of them.
   * - `create({ bytes, name })`: POSIX shared memory, which any program opens by its name (shm_open(3), Python's
   *   multiprocessing). It stays until {@link unlink}, whoever ends. Every holder of it can make it smaller, and must not.
   *
   * @param size bytes from 1 to 4 GiB
   * @throws CrossmemRangeError `ERR_LENGTH`, `ERR_SOURCE` for what is no name; SystemError when the machine has not that much (`ENOSPC`,
   *   `ENOMEM`), `EEXIST` when the name is taken; CrossmemError `ERR_ADDRESS_SPACE` when a limit forbids mapping it (`ulimit -v`)
   * @example
   * using shared = SharedMemory.create(8 * 1000)
   * const numbers = new Float64Array(shared.buffer, 0, 1000)
   * spawn(process.execPath, ['reader.js'], { stdio: ['inherit', 'inherit', 'inherit', shared.fd] })
   */
  static create(size: number | { bytes: number; name?: string }): SharedMemory {
    const { bytes, name } =
      typeof size === 'number' ? { bytes: size } : (Object(size) as { bytes: number; name?: string })
    if (!Number.isSafeInteger(bytes) || bytes < 1 || bytes > MAX_WASM_BYTES) {
      throw new CrossmemRangeError(
        'ERR_LENGTH',
        `shared memory is a whole number of bytes from 1 to 4 GiB, not ${kindOf(bytes)}`,
      )
    }
    const fd = name === undefined ? createMemfd('crossmem', bytes) : createNamed(name, bytes)
    try {
      const shared = new SharedMemory(fd, bytes)
      reserve(fd, 0, bytes)
      return shared
    } catch (error) {
      closeSync(fd)
      if (name !== undefined) unlinkNamed(name)
      throw error
    }
  }

  /**
   * Takes a name from shared memory that has one: shm_unlink(3). Who has it open keeps it; it is freed when nobody has.
   * @throws CrossmemRangeError `ERR_SOURCE`; SystemError `ENOENT`, `EACCES`
   */
  static unlink(name: string): void {
    requireLinux()
    unlinkNamed(name)
  }

  /**
   * Maps memory that another process made, all of it.
   *
   * - `{ fd }`: a descriptor of this process, such as one that it was started with. It is taken over: disposing closes it.
   *   After an error it is still yours.
   * - `{ pid, fd }`: a descriptor of another process, copied from it (pidfd_getfd(2), or by way of /proc/PID/fd). The
   *   processes must be of the same user, and the other one dumpable.
   * - `{ name }`: POSIX shared memory by its name, as shm_open(3) and Python's multiprocessing make it.
   *
   * Pages that the file does not have yet are committed at once. A holder that may shrink the file (a memory file without seals,
   * POSIX shared memory) must not: who touches what is gone then ends with SIGBUS.
   *
   * @throws CrossmemError `ERR_NOT_MAPPABLE` for a descriptor that is no file, an empty file, or one of more than 4 GiB;
   *   `ERR_ADDRESS_SPACE`; SystemError `ESRCH`, `EBADF`, `ENOENT` where there is no such thing, `EPERM`, `EACCES` where it
   *   may not be opened to read and write, `ENOSPC` where its pages cannot be committed
   * @throws CrossmemTypeError, CrossmemRangeError `ERR_SOURCE` for a source of another form
   * @example
   * using shared = SharedMemory.open({ fd: 3 })
   */
  static open(source: SharedMemorySource): SharedMemory {
    requireLinux()
    const { fd, ours, what } = openSource(source)
    try {
      return SharedMemory.#mapFile(fd, what)
    } catch (error) {
      if (ours) closeSync(fd)
      throw error
    }
  }

  static #mapFile(fd: number, what: string): SharedMemory {
    const { size, blocks } = mappableFile(fd, what)
    const shared = mapWritable(what, () => new SharedMemory(fd, size))
    if (blocks * BLOCK < size) reserve(fd, 0, size)
    return shared
  }

  /** A descriptor of the memory, to be handed to other processes. @throws CrossmemError `ERR_CLOSED` once disposed */
  get fd(): number {
    if (this.#closed)
      throw new CrossmemError('ERR_CLOSED', 'this shared memory was disposed, and its descriptor is closed')
    return this.#fd
  }

  /** Closes the descriptor. The buffer stays good for as long as somebody holds it. */
  [Symbol.dispose](): void {
    if (this.#closed) return
    this.#closed = true
    closeSync(this.#fd)
  }
}
