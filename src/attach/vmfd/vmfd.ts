import { CrossmemError, CrossmemRangeError } from '../../errors.ts'
import { type Bytes, bytesOf, kindOf } from '../../memory/bytes.ts'
import { checkList } from '../remote-range.ts'
import type { Backing, BackingKind, WindowPlace } from './backing.ts'
import { type HandOverOptions, handOver, type Socket, takeOver } from './hand-over.ts'
import { MappedWindow } from './mapped-window.ts'
import { readFrom, type StreamOptions, type WindowReader, type WindowWriter, writeTo } from './streams.ts'
import { windowError, windowFull } from './window-error.ts'

/** The calls of a {@link Vmfd} in a form that does not block this thread. */
export interface VmfdPromises {
  pread(view: Bytes, offset?: number): Promise<number>
  pwrite(view: Bytes, offset?: number): Promise<number>
  preadv(views: readonly Bytes[], offset?: number): Promise<number>
  pwritev(views: readonly Bytes[], offset?: number): Promise<number>
}

/**
 * A part of a process's address space behind a file descriptor, as `vmfd` gives it: a window.
 *
 * Offsets count from the window's first byte. The window ends as a file ends: a read there gives fewer bytes, and none at its end; a write
 * there writes fewer, and at its end fails with `ENOSPC`. All else means what pread(2) and its like mean: a count may be
 * short where memory that cannot be accessed follows, and the next call tells why.
 */
export class Vmfd implements Disposable {
  /** The process whose memory it is, by the id that the process which made the window knows it by. */
  readonly pid: number
  /** The address of the window's first byte in that process. */
  readonly start: bigint
  /** The window's length in bytes. */
  readonly byteLength: number
  readonly access: 'read' | 'readwrite'
  /**
   * What the window stands on: `memfd`, a memory file that the process has mapped; `mem`, its /proc/PID/mem; `fuse`, a file that
   * crossmem serves for this window.
   */
  readonly backing: BackingKind
  /**
   * `pread`, `pwrite`, `preadv` and `pwritev` as promises: node's threads move the bytes. Writes to a `mem` window are made by this
   * thread, a quarter of a MiB in a turn of the event loop. Leave the views alone meanwhile.
   */
  readonly promises: VmfdPromises
  readonly #backing: Backing
  readonly #place: WindowPlace
  /** How many promised transfers are under way. */
  #busy = 0
  #closed = false

  /** Call `vmfd` instead. */
  constructor(backing: Backing, place: WindowPlace) {
    this.pid = place.pid
    this.start = place.start
    this.byteLength = place.length
    this.access = place.writable ? 'readwrite' : 'read'
    this.backing = backing.kind
    this.#backing = backing
    this.#place = place
    this.promises = {
      pread: (view, offset = 0) => this.#later(false, [view], offset),
      pwrite: (view, offset = 0) => this.#later(true, [view], offset),
      preadv: (views, offset = 0) => this.#later(false, views, offset),
      pwritev: (views, offset = 0) => this.#later(true, views, offset),
    }
  }

  /**
   * The descriptor. The window begins at `base` in it.
   * @throws CrossmemError `ERR_CLOSED`
   */
  get fd(): number {
    this.#requireOpen()
    return this.#backing.fd
  }

  /** Where the window's first byte lies in the descriptor's file: for pread(2) by others. */
  get base(): number {
    return this.#backing.base
  }

  /**
   * Reads into a view, as much as it holds, from `offset` of the window on: pread(2).
   * @returns the bytes read; 0 at the window's end
   * @throws AttachError `EIO` when the first byte cannot be read, `ESRCH` once the process has gone, `ENOTCONN` once a `fuse` window was
   *   taken back; CrossmemRangeError `ERR_WINDOW_OFFSET`; CrossmemTypeError `ERR_NOT_BYTES`, `ERR_DETACHED`; CrossmemError `ERR_CLOSED`
   */
  pread(view: Bytes, offset = 0): number {
    return this.#one(false, view, offset)
  }

  /**
   * Writes a view's bytes from `offset` of the window on: pwrite(2).
   * @returns the bytes written
   * @throws as {@link pread}; SystemError `ENOSPC` at the window's end; AttachError `EFAULT` for memory that its process may only
   *   read; CrossmemError `ERR_READ_ONLY`
   */
  pwrite(view: Bytes, offset = 0): number {
    return this.#one(true, view, offset)
  }

  /**
   * Fills views, one after the other, from `offset` of the window on: preadv(2), with lists of any length.
   * @returns and @throws as {@link pread}; CrossmemTypeError `ERR_LIST`
   * @example
   * using window = vmfd(pid, address, 1000)
   * const count = window.preadv([header, body], 100)
   */
  preadv(views: readonly Bytes[], offset = 0): number {
    return this.#list(false, views, offset)
  }

  /**
   * Writes views, one after the other, from `offset` of the window on: pwritev(2), with lists of any length.
   * @returns and @throws as {@link pwrite}; CrossmemTypeError `ERR_LIST`
   */
  pwritev(views: readonly Bytes[], offset = 0): number {
    return this.#list(true, views, offset)
  }

  /**
   * The window's bytes from `start` up to (not including) `end`, as a stream.
   * @throws CrossmemRangeError `ERR_WINDOW_OFFSET`
   */
  createReadStream(options: StreamOptions = {}): WindowReader {
    this.#requireOpen()
    return readFrom(this, options)
  }

  /**
   * A stream that writes into the window, from `start` on. More than fits fails with `ENOSPC`.
   * @throws CrossmemRangeError `ERR_WINDOW_OFFSET`; CrossmemError `ERR_READ_ONLY`
   */
  createWriteStream(options: Omit<StreamOptions, 'end'> = {}): WindowWriter {
    this.#requireWritable()
    return writeTo(this, options)
  }

  /**
   * The window as an array. What coherence it has depends on the backing: see {@link MappedWindow}.
   * @throws CrossmemError `ERR_NOT_MAPPABLE` for a `mem` window, and for one that is too long; `ERR_ADDRESS_SPACE`, `ERR_CLOSED`
   */
  mmap(): MappedWindow {
    this.#requireOpen()
    return new MappedWindow(this.#backing, this.#place, () => this.fd)
  }

  /**
   * Passes the window on through a Unix domain socket: the descriptor by SCM_RIGHTS, with a line of JSON that says where in it the window
   * lies. What is passed of a `mem` window is read-only, and shows all of its process's memory to whoever reads the descriptor
   * elsewhere; of a `memfd` window the whole memory file. A `fuse` window is passed as it is, and nothing else.
   * @param socket a net.Socket of a Unix domain socket, or the number of a descriptor of one
   * @throws CrossmemTypeError `ERR_SOCKET`; SystemError `EPIPE`, `ECONNRESET`
   */
  async sendTo(socket: Socket, options: HandOverOptions = {}): Promise<void> {
    this.#requireOpen()
    await handOver(this.#backing, this.#place, socket, options)
  }

  /**
   * The window that another process has sent by {@link sendTo}. It takes no right over the process whose memory it is.
   *
   * Node loses descriptors that come while it reads a socket: the socket must be paused before it is connected
   * (`pauseOnConnect: true` for a server, `pause()` before `connect()` for a client), and stay so.
   * @throws CrossmemError `ERR_NO_WINDOW` for what is no window; SystemError `EMFILE` when the descriptor found no room; the
   *   signal's reason
   */
  static async receiveFrom(socket: Socket, options: HandOverOptions = {}): Promise<Vmfd> {
    const { backing, place } = await takeOver(socket, options)
    return new Vmfd(backing, place)
  }

  /**
   * Lets go of the window. Of a `fuse` window this takes it back: whoever has its file gets an error from now on. Transfers that
   * are under way are finished before the descriptor is closed.
   */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#backing.revoke()
    if (this.#busy === 0) this.#backing.close()
  }

  /** The same as {@link close}. */
  [Symbol.dispose](): void {
    this.close()
  }

  #one(write: boolean, view: Bytes, offset: number): number {
    this.#check(write, offset)
    const bytes = bytesOf(view)
    const room = this.byteLength - offset
    if (bytes.length === 0) return 0
    if (room <= 0) return this.#atEnd(write)
    const wanted = bytes.length > room ? bytes.subarray(0, room) : bytes
    const moved = this.#backing.transfer(write, wanted, offset)
    return moved > 0 ? moved : this.#failed(moved, write, wanted, offset)
  }

  #list(write: boolean, views: readonly Bytes[], offset: number): number {
    this.#check(write, offset)
    const wanted = this.#clipped(views, offset)
    if (wanted.length === 0) return views.some((view) => view.byteLength > 0) ? this.#atEnd(write) : 0
    const moved = this.#backing.transferList(write, wanted, offset)
    return moved > 0 ? moved : this.#failed(moved, write, wanted[0], offset)
  }

  async #later(write: boolean, views: readonly Bytes[], offset: number): Promise<number> {
    this.#check(write, offset)
    const wanted = this.#clipped(views, offset)
    if (wanted.length === 0) return views.some((view) => view.byteLength > 0) ? this.#atEnd(write) : 0
    this.#busy += 1
    let moved: number
    try {
      moved = await this.#backing.transferLater(write, wanted, offset)
    } finally {
      this.#busy -= 1
      if (this.#closed && this.#busy === 0) this.#backing.close()
    }
    return moved > 0 ? moved : this.#failed(moved, write, wanted[0], offset)
  }

  /** The views as bytes, without empty ones, and only as far as the window goes. */
  #clipped(views: readonly Bytes[], offset: number): Uint8Array[] {
    checkList(views, 'views')
    let room = this.byteLength - offset
    const clipped: Uint8Array[] = []
    for (const view of views.map(bytesOf)) {
      if (room <= 0) break
      if (view.length > 0) clipped.push(view.length > room ? view.subarray(0, room) : view)
      room -= view.length
    }
    return clipped
  }

  #check(write: boolean, offset: number): void {
    if (write) this.#requireWritable()
    else this.#requireOpen()
    if (Number.isSafeInteger(offset) && offset >= 0) return
    throw new CrossmemRangeError('ERR_WINDOW_OFFSET', `an offset is a whole number from 0, not ${kindOf(offset)}`)
  }

  #requireWritable(): void {
    this.#requireOpen()
    if (this.access === 'readwrite') return
    throw new CrossmemError('ERR_READ_ONLY', "this window is to be read only: open it with { access: 'readwrite' }")
  }

  #requireOpen(): void {
    if (!this.#closed) return
    throw new CrossmemError('ERR_CLOSED', `this window on process ${this.pid} was closed: open it anew with vmfd()`)
  }

  #atEnd(write: boolean): number {
    if (write) throw windowFull(this.#place)
    return 0
  }

  #failed(moved: number, write: boolean, view: Uint8Array, offset: number): never {
    throw windowError({ errno: -moved, write, view, offset, backing: this.backing, place: this.#place })
  }
}
