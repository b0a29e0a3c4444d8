import { constants } from 'node:os'
import type { Backing, WindowPlace } from '../vmfd/backing.ts'
import type { Channel } from './channel.ts'
import * as wire from './wire.ts'

const { EACCES, EIO, ENOSPC, ENOSYS, ENOTCONN, EPERM } = constants.errno
const { ARGUMENT, OPCODE, RESULT } = wire
const S_IFREG = 0o100000
const PAGE = 4096
const O_ACCMODE = 3
const TWO_TO_32 = 0x100000000
/** How long the kernel may keep what it knows of the file, which never changes: in seconds. */
const FOREVER = 0x7fffffff
/** Stands for a result that was given already. */
const ANSWERED = Number.MIN_SAFE_INTEGER

/** A window as the one file of a file system: what each request of the kernel means. */
export class WindowFile {
  readonly #channel: Channel
  readonly #backing: Backing
  readonly #length: number
  readonly #writable: boolean
  /** Whether the kernel lets a file bypass its cache, and be mapped shared all the same. */
  #direct = false
  /** Whether answers are given from where the window lies in this process, without a copy. */
  #inPlace: boolean
  #begun = false
  #revoked = false
  #ended = false

  /** @param whole whether all of the window is there to be read, as far as is known */
  constructor(channel: Channel, backing: Backing, { length, writable }: WindowPlace, whole: boolean) {
    this.#channel = channel
    this.#backing = backing
    this.#length = length
    this.#writable = writable
    this.#inPlace = whole && backing.localAddress(0) !== 0
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
    if (opcode < 0) this.#ended = true
    if (opcode <= 0) return false
    if (opcode === OPCODE.FORGET || opcode === OPCODE.BATCH_FORGET || opcode === OPCODE.INTERRUPT) return true
    const result = this.#result(opcode)
    if (result === ANSWERED) return true
    if (result < 0) this.#channel.refuse(-result)
    else this.#channel.answer(result)
    return true
  }

  /** Does what is asked for. @returns the length of the results, in bytes; or minus an errno */
  #result(opcode: number): number {
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
      case OPCODE.STATFS:
        return this.#channel.fill(RESULT.STATFS, { 40: PAGE, 44: 255, 48: PAGE })
      case OPCODE.INIT:
        return this.#begin()
      case OPCODE.RELEASE:
      case OPCODE.FSYNC:
      case OPCODE.DESTROY:
        return 0
      default:
        // The kernel does without, and does not ask again.
        return -ENOSYS
    }
  }

  #read(): number {
    if (this.#revoked) return -ENOTCONN
    const channel = this.#channel
    const offset = channel.wide(ARGUMENT.READ.offset)
    const wanted = Math.min(channel.word(ARGUMENT.READ.size), wire.MAX_DATA, this.#length - offset)
    if (wanted <= 0) return 0
    if (this.#inPlace) {
      this.#inPlace = channel.answerFrom(this.#backing.localAddress(offset), wanted)
      return ANSWERED
    }
    const moved = this.#backing.transfer(false, channel.results.subarray(0, wanted), offset)
    if (moved <= 0) return this.#failure(moved)
    // For the page cache a short count would mean that the file ends there.
    const bypasses = (channel.word(ARGUMENT.READ.readFlags) & wire.READ_LOCKOWNER) !== 0
    return moved < wanted && !bypasses ? -EIO : moved
  }

  #write(): number {
    if (!this.#writable) return -EACCES
    const channel = this.#channel
    const offset = channel.wide(ARGUMENT.WRITE.offset)
    const wanted = Math.min(channel.word(ARGUMENT.WRITE.size), wire.MAX_DATA, this.#length - offset)
    if (wanted <= 0) return -ENOSPC
    const moved = this.#backing.transfer(true, channel.data(ARGUMENT.WRITE.data, wanted), offset)
    return moved <= 0 ? this.#failure(moved) : channel.fill(RESULT.WRITE, { 0: moved })
  }

  #failure(moved: number): number {
    // The memory of a process that has ended, or has started another program, is empty.
    if (moved === 0) this.#ended = true
    return -EIO
  }

  #open(): number {
    if (this.#revoked) return -ENOTCONN
    if (!this.#writable && (this.#channel.word(ARGUMENT.OPEN.flags) & O_ACCMODE) !== 0) return -EACCES
    const { DIRECT_IO, NOFLUSH, PARALLEL_DIRECT_WRITES } = wire.OPEN_FLAG
    return this.#channel.fill(RESULT.OPEN, { 8: this.#direct ? DIRECT_IO | NOFLUSH | PARALLEL_DIRECT_WRITES : NOFLUSH })
  }

  #setAttributes(): number {
    const { MODE, UID, GID, SIZE, FILE } = wire.SET
    const valid = this.#channel.word(ARGUMENT.SETATTR.valid)
    // Opening a file to be emptied changes nothing, as for a device; resizing it, or giving it away, is refused.
    const resized = (valid & SIZE) !== 0 && (valid & FILE) !== 0
    return resized || (valid & (MODE | UID | GID)) !== 0 ? -EPERM : this.#tellAttributes()
  }

  #tellAttributes(): number {
    return this.#channel.fill(RESULT.ATTR, {
      0: FOREVER,
      16: wire.ROOT,
      24: this.#length % TWO_TO_32,
      28: Math.floor(this.#length / TWO_TO_32),
      76: S_IFREG | (this.#writable ? 0o600 : 0o400),
      80: 1,
      84: process.geteuid!(),
      88: process.getegid!(),
      96: PAGE,
    })
  }

  #begin(): number {
    const { ASYNC_READ, BIG_WRITES, ASYNC_DIO, MAX_PAGES, EXT } = wire.INIT_FLAG
    const { DIRECT_IO_ALLOW_MMAP } = wire.INIT_FLAG2
    const offered = this.#channel.word(ARGUMENT.INIT.flags)
    const offered2 = (offered & EXT) === 0 ? 0 : this.#channel.word(ARGUMENT.INIT.flags2)
    this.#direct = (offered2 & DIRECT_IO_ALLOW_MMAP) !== 0
    this.#begun = true
    return this.#channel.fill(RESULT.INIT, {
      0: wire.MAJOR,
      4: wire.MINOR,
      8: this.#channel.word(ARGUMENT.INIT.maxReadahead),
      12: (ASYNC_READ | BIG_WRITES | ASYNC_DIO | MAX_PAGES | EXT) & offered,
      20: wire.MAX_DATA,
      24: 1,
      28: wire.MAX_PAGES,
      32: DIRECT_IO_ALLOW_MMAP & offered2,
    })
  }
}
