import { constants } from 'node:os'
import type { Backing, WindowPlace } from '../vmfd/backing.ts'
import type { Channel } from './channel.ts'
import * as wire from './wire.ts'

const { EACCES, EIO, ENOSPC, ENOSYS, ENOTCONN, EPERM } = constants.errno
const { ARGUMENT, OPCODE, RESULT } = wire
const S_IFREG = 0o100000
const PAGE = 4096
const O_ACCMODE = 3
/** How long the kernel may keep what it knows of the file, which never changes: in seconds. */
const FOREVER = 0x7fffffff

/** A window as the one file of a file system: what each request of the kernel means. */
export class WindowFile {
  readonly #channel: Channel
  readonly #backing: Backing
  readonly #length: number
  readonly #writable: boolean
  /** Whether the kernel lets a file bypass its cache, and be mapped shared. */
  #direct = false
  #begun = false
  #revoked = false
  #ended = false

  constructor(channel: Channel, backing: Backing, { length, writable }: WindowPlace) {
    this.#channel = channel
    this.#backing = backing
    this.#length = length
    this.#writable = writable
  }

  /** Whether the kernel has opened the conversation. */
  get begun(): boolean {
    return this.#begun
  }

  /** Whether nobody has the file any more, or its memory is gone. */
  get ended(): boolean {
    return this.#ended
  }

  /** From now on nothing is given away; what was written to mapped pages before is still taken. */
  revoke(): void {
    this.#revoked = true
  }

  /** Serves a request, if there is one. @returns whether there was */
  serve(): boolean {
    const opcode = this.#channel.next()
    if (opcode === 0) return false
    if (opcode < 0) {
      this.#ended = true
      return false
    }
    this.#handle(opcode)
    return true
  }

  #handle(opcode: number): void {
    switch (opcode) {
      case OPCODE.READ:
        return this.#read()
      case OPCODE.WRITE:
        return this.#write()
      case OPCODE.GETATTR:
        return this.#tellAttributes()
      case OPCODE.SETATTR:
        return this.#setAttributes()
      case OPCODE.OPEN:
        return this.#open()
      case OPCODE.RELEASE:
      case OPCODE.FSYNC:
      case OPCODE.DESTROY:
        return this.#channel.answer(0)
      case OPCODE.STATFS:
        return this.#tellFileSystem()
      case OPCODE.INIT:
        return this.#begin()
      case OPCODE.FORGET:
      case OPCODE.BATCH_FORGET:
      case OPCODE.INTERRUPT:
        return
      default:
        // The kernel does without, and does not ask again.
        this.#channel.refuse(ENOSYS)
    }
  }

  #read(): void {
    const channel = this.#channel
    if (this.#revoked) return channel.refuse(ENOTCONN)
    const offset = channel.wide(ARGUMENT.READ.offset)
    const wanted = Math.min(channel.word(ARGUMENT.READ.size), wire.MAX_DATA, this.#length - offset)
    if (wanted <= 0) return channel.answer(0)
    const moved = this.#backing.transfer(false, channel.results.subarray(0, wanted), offset)
    if (moved <= 0) return this.#fail(moved)
    // For the page cache a short count would mean that the file ends there.
    const bypasses = (channel.word(ARGUMENT.READ.readFlags) & wire.READ_LOCKOWNER) !== 0
    if (moved < wanted && !bypasses) return channel.refuse(EIO)
    channel.answer(moved)
  }

  #write(): void {
    const channel = this.#channel
    if (!this.#writable) return channel.refuse(EACCES)
    const offset = channel.wide(ARGUMENT.WRITE.offset)
    const wanted = Math.min(channel.word(ARGUMENT.WRITE.size), this.#length - offset)
    if (wanted <= 0) return channel.refuse(ENOSPC)
    const moved = this.#backing.transfer(true, channel.data(ARGUMENT.WRITE.data, wanted), offset)
    if (moved <= 0) return this.#fail(moved)
    channel.fill(RESULT.WRITE, { 0: moved })
    channel.answer(RESULT.WRITE)
  }

  #fail(moved: number): void {
    // The memory of a process that has ended, or has started another program, is empty.
    if (moved === 0) this.#ended = true
    this.#channel.refuse(EIO)
  }

  #open(): void {
    const channel = this.#channel
    if (this.#revoked) return channel.refuse(ENOTCONN)
    if (!this.#writable && (channel.word(ARGUMENT.OPEN.flags) & O_ACCMODE) !== 0) return channel.refuse(EACCES)
    const { DIRECT_IO, NOFLUSH, PARALLEL_DIRECT_WRITES } = wire.OPEN_FLAG
    channel.fill(RESULT.OPEN, { 8: this.#direct ? DIRECT_IO | NOFLUSH | PARALLEL_DIRECT_WRITES : NOFLUSH })
    channel.answer(RESULT.OPEN)
  }

  #setAttributes(): void {
    const { MODE, UID, GID, SIZE, FILE } = wire.SET
    const valid = this.#channel.word(ARGUMENT.SETATTR.valid)
    // Opening a file to be emptied changes nothing, as for a device; resizing it, or giving it away, is refused.
    const resized = (valid & SIZE) !== 0 && (valid & FILE) !== 0
    if (resized || (valid & (MODE | UID | GID)) !== 0) return this.#channel.refuse(EPERM)
    this.#tellAttributes()
  }

  #tellAttributes(): void {
    this.#channel.fill(RESULT.ATTR, {
      0: FOREVER,
      16: wire.ROOT,
      24: this.#length >>> 0,
      28: Math.floor(this.#length / 0x100000000),
      76: S_IFREG | (this.#writable ? 0o600 : 0o400),
      80: 1,
      84: process.geteuid!(),
      88: process.getegid!(),
      96: PAGE,
    })
    this.#channel.answer(RESULT.ATTR)
  }

  #tellFileSystem(): void {
    this.#channel.fill(RESULT.STATFS, { 40: PAGE, 44: 255, 48: PAGE })
    this.#channel.answer(RESULT.STATFS)
  }

  #begin(): void {
    const { ASYNC_READ, BIG_WRITES, ASYNC_DIO, MAX_PAGES, EXT } = wire.INIT_FLAG
    const { DIRECT_IO_ALLOW_MMAP } = wire.INIT_FLAG2
    const channel = this.#channel
    const offered = channel.word(ARGUMENT.INIT.flags)
    const offered2 = (offered & EXT) === 0 ? 0 : channel.word(ARGUMENT.INIT.flags2)
    this.#direct = (offered2 & DIRECT_IO_ALLOW_MMAP) !== 0
    channel.fill(RESULT.INIT, {
      0: wire.MAJOR,
      4: wire.MINOR,
      8: channel.word(ARGUMENT.INIT.maxReadahead),
      12: (ASYNC_READ | BIG_WRITES | ASYNC_DIO | MAX_PAGES | EXT) & offered,
      20: wire.MAX_DATA,
      24: 1,
      28: wire.MAX_PAGES,
      32: DIRECT_IO_ALLOW_MMAP & offered2,
    })
    channel.answer(RESULT.INIT)
    this.#begun = true
  }
}
