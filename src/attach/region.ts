import { CrossmemRangeError, CrossmemTypeError } from '../errors.ts'
import { type Bytes, bytesOf, isBytes, kindOf } from '../memory/bytes.ts'
import { settledAddress } from './address-of.ts'
import { encodeCookie, startTimeOfThis } from './cookie.ts'
import {
  ALIVE,
  FREE,
  giveBack,
  kindOfState,
  PERMITS,
  putSecret,
  SLOT,
  type Slot,
  stateOf,
  takeSlot,
  USED,
} from './region-table.ts'
import { checkAddress, checkLength, type RemoteRange } from './remote-range.ts'
import { SEGMENT_WORDS, Segments, setSegment } from './segments.ts'

/** What others may do with a region: copy out of it, into it, or both. */
export type RegionAccess = 'read' | 'write' | 'readwrite'

export interface RegionOptions {
  access: RegionAccess
  /** Only one copy may use it, the first one that begins. Default: false. */
  singleUse?: boolean
}

/** What a region's list may hold: views and buffers, or stretches of this process's memory by their addresses. */
export type RegionParts = readonly Bytes[] | readonly RemoteRange[]

export const MAX_SEGMENTS = 2 ** 20
const ACCESSES = new Map<unknown, number>([
  ['read', PERMITS.read],
  ['write', PERMITS.write],
  ['readwrite', PERMITS.read | PERMITS.write],
])

/** All that were not destroyed, by their slots' addresses: whoever has a cookie may use the region, also when nobody here holds it. */
const alive = new Map<number, Region>()

/**
 * Declares a list of this process's memory, from which others may copy, or into which, with no help of this process. They need its
 * `cookie`, and the kernel's permission to attach to this process.
 *
 * The region keeps views and their buffers alive until it is destroyed; memory that is given by its address must be kept by the
 * caller. Do not transfer or shrink a buffer meanwhile.
 *
 * @param parts one view or buffer, or a list of up to 2^20 views, buffers or ranges; they are strung together
 * @throws CrossmemTypeError, CrossmemRangeError `ERR_ACCESS`, `ERR_LIST`, `ERR_NOT_BYTES`, `ERR_DETACHED`, `ERR_ADDRESS`,
 *   `ERR_LENGTH`; SystemError, CrossmemError `ERR_ADDRESS_SPACE` when there is no room for its entry
 * @example
 * const numbers = new Float64Array(1000)
 * using region = createRegion(numbers, { access: 'read' })
 * console.log(region.cookie, region.byteLength)
 */
export function createRegion(parts: Bytes | RegionParts, options: RegionOptions): Region {
  const { access, singleUse = false } = Object(options) as RegionOptions
  const permits = ACCESSES.get(access)
  if (permits === undefined) {
    throw new CrossmemTypeError(
      'ERR_ACCESS',
      `a region's access is 'read', 'write' or 'readwrite', for those who copy; not ${kindOf(access)}`,
    )
  }
  const list = isBytes(parts) ? [parts] : parts
  if (!Array.isArray(list)) {
    throw new CrossmemTypeError('ERR_LIST', `a region is made of views or ranges in an array, not of ${kindOf(parts)}`)
  }
  if (list.length > MAX_SEGMENTS) {
    throw new CrossmemRangeError('ERR_LIST', `a region has at most 2^20 parts, not ${list.length}`)
  }
  const held = list.map((part) => (isBytes(part) ? bytesOf(part) : checkedRange(part)))
  const segments = segmentsOf(held)
  const region = new Region(held, segments, permits | (singleUse ? PERMITS.once : 0), takeSlot())
  alive.set(region.slotAddress, region)
  return region
}

function checkedRange(range: RemoteRange): RemoteRange {
  const { address, length } = Object(range) as RemoteRange
  checkAddress(address)
  checkLength(length)
  return { address, length }
}

function segmentsOf(held: readonly (Uint8Array | RemoteRange)[]): Segments {
  const fill = (words: Uint32Array) => {
    for (let index = 0; index < held.length; index++) {
      const part = held[index]
      if (part instanceof Uint8Array) setSegment(words, index, settledAddress(part), part.byteLength)
      else setSegment(words, index, part.address, part.length)
    }
    return words
  }
  // A single segment stands in the slot itself: nobody looks for the list.
  const segments =
    held.length === 1 ? new Segments(fill(new Uint32Array(SEGMENT_WORDS))) : Segments.allocate(held.length, fill)
  if (Number.isSafeInteger(segments.byteLength)) return segments
  throw new CrossmemRangeError(
    'ERR_LENGTH',
    'the parts of a region have more than 2^53 bytes together: give shorter ranges',
  )
}

/** The region of this process in a slot, if there is one. */
export function regionAt(slotAddress: number): Region | undefined {
  return alive.get(slotAddress)
}

/** A list of this process's memory for others to copy from or into, as {@link createRegion} makes it. */
export class Region implements Disposable {
  /** What to give to others: 74 characters, not to be guessed. It means this region only, also when its process's pid is used again. */
  readonly cookie: string
  /** All parts together. */
  readonly byteLength: number
  /** Its list, for copies of this process itself. */
  readonly segments: Segments
  readonly permits: number
  readonly slotAddress: number
  /** Whether no part of it was given by its address. */
  readonly views: boolean
  readonly #slot: Slot
  readonly #generation: number
  #held: readonly (Uint8Array | RemoteRange)[]

  /** Call {@link createRegion} instead. */
  constructor(held: readonly (Uint8Array | RemoteRange)[], segments: Segments, permits: number, slot: Slot) {
    this.#held = held
    this.permits = permits
    this.segments = segments
    this.byteLength = this.segments.byteLength
    this.slotAddress = slot.address
    this.views = held.every((part) => part instanceof Uint8Array)
    this.#slot = slot
    this.#generation = ((slot.words[slot.at] >>> 2) + 1) & 0x3fffffff
    this.cookie = this.#publish()
  }

  /** `alive`; `used` once a copy has begun, if it is for a single use; `destroyed`. */
  get state(): 'alive' | 'used' | 'destroyed' {
    const kind = kindOfState(Atomics.load(this.#slot.words, this.#slot.at), this.#generation)
    return kind === ALIVE ? 'alive' : kind === USED ? 'used' : 'destroyed'
  }

  /** What must live as long as anybody copies. */
  get held(): readonly (Uint8Array | RemoteRange)[] {
    return this.#held
  }

  /** Takes its only use. @returns whether it was still there to be taken */
  consume(): boolean {
    const { words, at } = this.#slot
    const before = stateOf(this.#generation, ALIVE)
    return Atomics.compareExchange(words, at, before, stateOf(this.#generation, USED)) === before
  }

  /**
   * Ends it: no copy begins any more, and a copy by another process that is under way fails, though it may have moved something.
   * Buffers are let go of. Call it again as often as you like.
   */
  destroy(): void {
    if (alive.get(this.slotAddress) !== this) return
    alive.delete(this.slotAddress)
    this.#held = []
    const { words, at } = this.#slot
    Atomics.store(words, at, stateOf(this.#generation, FREE))
    words.fill(0, at + SLOT.secret, at + SLOT.count)
    giveBack(this.#slot)
  }

  /** As {@link destroy}: `using` does it. */
  [Symbol.dispose](): void {
    this.destroy()
  }

  #publish(): string {
    const { words, at, address, fd, index } = this.#slot
    const { segments } = this
    const single = segments.count === 1
    words[at + SLOT.permits] = this.permits
    putSecret(words, at + SLOT.secret)
    words[at + SLOT.count] = segments.count
    words[at + SLOT.list] = single ? segments.words[0] : segments.address % 0x100000000
    words[at + SLOT.list + 1] = single ? segments.words[1] : Math.floor(segments.address / 0x100000000)
    words[at + SLOT.bytes] = segments.byteLength % 0x100000000
    words[at + SLOT.bytes + 1] = Math.floor(segments.byteLength / 0x100000000)
    Atomics.store(words, at, stateOf(this.#generation, ALIVE))
    const parts = {
      pid: process.pid,
      startTime: startTimeOfThis(),
      slot: address,
      fd,
      index,
      generation: this.#generation,
    }
    return encodeCookie(parts, words, at + SLOT.secret)
  }
}
