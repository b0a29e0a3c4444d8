import { CrossmemError } from '../../errors.ts'
import { createSharedMemory, MAX_WASM_BYTES } from '../../memory/wasm-memory.ts'
import { dropCachedPages, forgetPages, syncPages } from '../../os/mapped-pages.ts'
import { mapPrivateAt, mapSharedAt, PAGE } from '../../os/mapping.ts'
import type { Backing, WindowPlace } from './backing.ts'

/**
 * A window as an array: `Vmfd.mmap()`. It stays mapped for as long as somebody holds the array, also when the window is closed.
 *
 * Of a read-only window the array may be written as well, but what is written stays in this process, and such a page shows no longer
 * what others write.
 */
export class MappedWindow {
  /** The window's bytes. */
  readonly bytes: Uint8Array<SharedArrayBuffer>
  /**
   * Whether the array and the process's memory are one and the same: then there is nothing to refresh or to flush. Otherwise it
   * shows a page as it was when it was first touched.
   */
  readonly isCoherent: boolean
  readonly #address: number
  readonly #mapped: number
  readonly #writable: boolean
  readonly #openFd: () => number

  /**
   * Call `Vmfd.mmap` instead.
   * @param openFd gives the window's descriptor, or throws once that is closed
   */
  constructor({ kind, fd, base }: Backing, { length, writable }: WindowPlace, openFd: () => number) {
    if (kind === 'mem') throw unmappable(MEM)
    const inPage = base % PAGE
    const mapped = length + inPage
    if (mapped > MAX_WASM_BYTES)
      throw unmappable(`a window of ${length} bytes is too long for an array, which holds 4 GiB: open several`)
    const { buffer, address } = createSharedMemory(mapped)
    const map = writable ? mapSharedAt : mapPrivateAt
    map(address, fd, base - inPage, mapped)
    this.bytes = new Uint8Array(buffer, inPage, length)
    this.isCoherent = kind === 'memfd'
    this.#address = address
    this.#mapped = mapped
    this.#writable = writable
    this.#openFd = openFd
  }

  /**
   * Forgets what was fetched: what is read from now on is fetched anew. What was written here to a read-only window is forgotten as well;
   * flush what was written to another one first.
   * @throws CrossmemError `ERR_CLOSED` once the window is closed
   */
  refresh(): void {
    if (this.isCoherent && this.#writable) return
    const fd = this.#openFd()
    forgetPages(this.#address, this.#mapped)
    if (!this.isCoherent) dropCachedPages(fd)
  }

  /**
   * Writes what was changed to the process's memory, and waits until it is there.
   * @throws SystemError `EIO` when it could not be written
   */
  flush(): void {
    if (this.#writable && !this.isCoherent) syncPages(this.#address, this.#mapped)
  }
}

const MEM =
  "the memory of a process cannot be mapped by way of /proc/PID/mem: open the window with { backing: 'fuse' }, whose file can be, " +
  'or have the other process allocate SharedMemory'

function unmappable(message: string): CrossmemError {
  return new CrossmemError('ERR_NOT_MAPPABLE', message)
}
