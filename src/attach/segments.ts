import { NativeMemory } from '../os/native-memory.ts'
import { ENTRY, entries, IOV_MAX, REMOTE } from '../os/process-vm.ts'

const TWO_32 = 0x100000000
/** Words of a segment: address and length, low halves first, as `struct iovec` has them. */
export const SEGMENT_WORDS = ENTRY
export const SEGMENT_BYTES = SEGMENT_WORDS * 4

/** A scatter/gather list in the kernel's form, at an address that other processes can read it from. */
export class Segments {
  /** Address and length of each segment in four words, low halves first. */
  readonly words: Uint32Array
  readonly count: number
  /** All segments together. */
  readonly byteLength: number
  /** Where the words lie; 0 where nobody needs to know. */
  readonly address: number

  constructor(words: Uint32Array, address = 0) {
    this.words = words
    this.count = words.length / ENTRY
    this.address = address
    let bytes = 0
    for (let index = 0; index < this.count; index++) bytes += this.lengthAt(index)
    this.byteLength = bytes
  }

  static allocate(count: number, fill: (words: Uint32Array, address: number) => unknown): Segments {
    const memory = new NativeMemory(Math.max(count, 1) * SEGMENT_BYTES)
    const words = memory.u32.subarray(0, count * ENTRY)
    fill(words, memory.address)
    return new Segments(words, memory.address)
  }

  lengthAt(index: number): number {
    return this.words[index * ENTRY + 2] + this.words[index * ENTRY + 3] * TWO_32
  }

  /** As a number: exact for what user space can have, and too great to be mapped for anything else. */
  addressAt(index: number): number {
    return this.words[index * ENTRY] + this.words[index * ENTRY + 1] * TWO_32
  }
}

/** Puts a segment into a list that is being made. */
export function setSegment(words: Uint32Array, index: number, address: number | bigint, length: number): void {
  const at = index * ENTRY
  if (typeof address === 'bigint') {
    words[at] = Number(address & 0xffffffffn)
    words[at + 1] = Number(address >> 32n)
  } else {
    words[at] = address % TWO_32
    words[at + 1] = Math.floor(address / TWO_32)
  }
  words[at + 2] = length % TWO_32
  words[at + 3] = Math.floor(length / TWO_32)
}

/** A place in a list: a segment, and how far into it. It only goes forward. */
export class Cursor {
  readonly #segments: Segments
  #index = 0
  #offset = 0
  /** Bytes from the list's beginning. */
  position = 0

  constructor(segments: Segments, position = 0) {
    this.#segments = segments
    this.advance(position)
  }

  /** Where the next byte lies. */
  get address(): number {
    return this.#segments.addressAt(this.#index) + this.#offset
  }

  /** How many bytes there are from here to the end of the segment; never 0 before the end of the list. */
  get run(): number {
    return this.#index < this.#segments.count ? this.#segments.lengthAt(this.#index) - this.#offset : 0
  }

  advance(bytes: number): void {
    const segments = this.#segments
    this.position += bytes
    this.#offset += bytes
    while (this.#index < segments.count && this.#offset >= segments.lengthAt(this.#index)) {
      this.#offset -= segments.lengthAt(this.#index)
      this.#index += 1
    }
  }

  /**
   * Lists what comes from here on for the next system call, without going there: at most `most` bytes (fewer than 2^32), in as
   * many ranges as a call takes.
   */
  list(remote: boolean, most: number): Listed {
    const segments = this.#segments
    const { words } = segments
    const into = entries()
    let at = remote ? REMOTE : 0
    let ranges = 0
    let bytes = 0
    let offset = this.#offset
    for (let index = this.#index; index < segments.count && ranges < IOV_MAX && bytes < most; index++) {
      const length = Math.min(segments.lengthAt(index) - offset, most - bytes)
      if (length > 0) {
        const low = words[index * ENTRY] + offset
        into[at] = low % TWO_32
        into[at + 1] = words[index * ENTRY + 1] + (low < TWO_32 ? 0 : Math.floor(low / TWO_32))
        into[at + 2] = length
        into[at + 3] = 0
        at += ENTRY
        ranges += 1
        bytes += length
      }
      offset = 0
    }
    const listed = remote ? remoteListed : localListed
    listed.ranges = ranges
    listed.bytes = bytes
    return listed
  }
}

/** What a call will be given. */
export interface Listed {
  ranges: number
  bytes: number
}

// One for each side, so that listing allocates nothing.
const localListed: Listed = { ranges: 0, bytes: 0 }
const remoteListed: Listed = { ranges: 0, bytes: 0 }
