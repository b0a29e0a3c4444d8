import { constants } from 'node:os'
import { addressOfBytes } from '../../os/address.ts'
import { readDevice, writeDevice, writeDeviceLater, writeDeviceList } from '../../os/fuse-device.ts'
import { NativeMemory } from '../../os/native-memory.ts'
import { ANSWER_HEADER, MAX_DATA, NOTIFY_INVAL_INODE, REQUEST_HEADER, RESULT, ROOT } from './wire.ts'

const { EAGAIN, EFAULT, EINTR, ENOENT } = constants.errno
const PAGE = 4096
const TWO_TO_32 = 0x100000000

/** The kernel's requests, one at a time, and the answers to them: a /dev/fuse descriptor with room for both. */
export class Channel {
  readonly #device: number
  readonly #request = new ArrayBuffer(MAX_DATA + PAGE)
  readonly #answer = new ArrayBuffer(ANSWER_HEADER + MAX_DATA)
  readonly #in = new Uint32Array(this.#request)
  readonly #out = new Uint32Array(this.#answer, 0, 64)
  readonly #inAddress = addressOfBytes(new Uint8Array(this.#request))
  readonly #outAddress = addressOfBytes(new Uint8Array(this.#answer))
  /** An answer in two stretches: its header, and memory elsewhere. */
  readonly #stretches = new NativeMemory(32)
  /** Where the results of an answer go. */
  readonly results = new Uint8Array(this.#answer, ANSWER_HEADER)

  constructor(device: number) {
    this.#device = device
    this.#stretches.set64(0, this.#outAddress)
    this.#stretches.set64(8, ANSWER_HEADER)
  }

  /** Takes the next request. @returns its opcode; 0 when there is none; -1 when there will be none any more */
  next(): number {
    const got = readDevice(this.#device, this.#inAddress, this.#request.byteLength)
    if (got >= REQUEST_HEADER) return this.#in[1]
    return got === -EAGAIN || got === -EINTR || got === -ENOENT ? 0 : -1
  }

  /** A word of the request's arguments, by its offset in bytes. */
  word(offset: number): number {
    return this.#in[(REQUEST_HEADER + offset) >>> 2]
  }

  /** A 64-bit number of the request's arguments. */
  wide(offset: number): number {
    return this.word(offset) + this.word(offset + 4) * TWO_TO_32
  }

  /** The bytes behind the request's arguments. */
  data(offset: number, length: number): Uint8Array {
    return new Uint8Array(this.#request, REQUEST_HEADER + offset, Math.min(length, MAX_DATA))
  }

  /** Fills in words of the results by their offset, and zeros the rest. @returns the length in bytes */
  fill(length: number, words: Readonly<Record<number, number>>): number {
    this.results.fill(0, 0, length)
    for (const [offset, value] of Object.entries(words)) this.#out[(ANSWER_HEADER + Number(offset)) >>> 2] = value
    return length
  }

  /** Answers the request with so many bytes of results. */
  answer(length: number): void {
    this.#send(0, ANSWER_HEADER + length)
  }

  /**
   * Answers the request with memory of this process, where it lies.
   * @returns whether it was there; if not, the kernel has told the one who asks EIO
   */
  answerFrom(address: number, length: number): boolean {
    this.#head(0, ANSWER_HEADER + length)
    this.#stretches.set64(16, address)
    this.#stretches.set64(24, length)
    return writeDeviceList(this.#device, this.#stretches.address, 2) !== -EFAULT
  }

  /** Answers the request with an error. */
  refuse(errno: number): void {
    this.#send(-errno, ANSWER_HEADER)
  }

  /** Has the kernel forget, and unmap everywhere, what it keeps of the file. Requests must be answered meanwhile. */
  async forgetPages(): Promise<void> {
    const notice = new Uint32Array((ANSWER_HEADER + RESULT.INVAL_INODE) / 4)
    notice[0] = notice.byteLength
    notice[1] = NOTIFY_INVAL_INODE
    notice[4] = ROOT
    await writeDeviceLater(this.#device, addressOfBytes(new Uint8Array(notice.buffer)), notice.byteLength)
    // So that it is held until then.
    notice.fill(0)
  }

  #head(error: number, length: number): void {
    this.#out[0] = length
    this.#out[1] = error
    this.#out[2] = this.#in[2]
    this.#out[3] = this.#in[3]
  }

  #send(error: number, length: number): void {
    this.#head(error, length)
    // Nobody waits any more where this fails: the request was given up, or the file system is gone.
    writeDevice(this.#device, this.#outAddress, length)
  }
}
