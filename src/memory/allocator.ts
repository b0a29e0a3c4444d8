/**
 * Which parts of a range of offsets are free: blocks of 64-byte granules, neighbours joined when freed.
 *
 * Free blocks are known by their start and by their end, so that a freed block finds both neighbours at once, and stand in
 * lists by size class (powers of two), so that one that fits is found without looking at all of them.
 */
export const ALIGNMENT = 64
const CLASSES = 48
/** How many blocks of a class are looked at: enough to find one at a low address, few enough to be quick. */
const LOOKS = 32

export class Allocator {
  readonly #begin: number
  readonly #end: number
  readonly #sizeAt = new Map<number, number>()
  readonly #startOf = new Map<number, number>()
  /** The starts of the free blocks of each class, in no order. */
  readonly #classes: number[][] = Array.from({ length: CLASSES }, () => [])
  /** Where a free block stands in its class. */
  readonly #placeOf = new Map<number, number>()
  #used = 0
  #touched: number

  /** Manages offsets from `begin` up to `end`, both multiples of 64. */
  constructor(begin: number, end: number) {
    this.#begin = begin
    this.#end = end
    this.#touched = begin
    if (end > begin) this.#insert(begin, end - begin)
  }

  /** Bytes that are not allocated, in all. */
  get free(): number {
    return this.#end - this.#begin - this.#used
  }

  /** The longest run of bytes that is not allocated. */
  get largestFree(): number {
    let largest = 0
    for (const size of this.#sizeAt.values()) largest = Math.max(largest, size)
    return largest
  }

  /** The highest offset that was ever allocated: what lies above was never touched. */
  get touched(): number {
    return this.#touched
  }

  /** What an allocation of `bytes` really takes. */
  static rounded(bytes: number): number {
    return Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT)
  }

  /** @returns the offset of a block of at least `bytes`, or -1 when none is left */
  allocate(bytes: number): number {
    const size = Allocator.rounded(bytes)
    const start = this.#find(size)
    if (start < 0) return -1
    const whole = this.#remove(start)
    if (whole > size) this.#insert(start + size, whole - size)
    this.#used += size
    this.#touched = Math.max(this.#touched, start + size)
    return start
  }

  /** Gives back a block, with the size that it was asked for. */
  release(start: number, bytes: number): void {
    let size = Allocator.rounded(bytes)
    this.#used -= size
    let from = start
    if (this.#sizeAt.has(start + size)) size += this.#remove(start + size)
    const before = this.#startOf.get(start)
    if (before !== undefined) {
      size += this.#remove(before)
      from = before
    }
    this.#insert(from, size)
  }

  /** A block of the smallest class that has a fitting one, a low one of them: low addresses are touched already. */
  #find(size: number): number {
    const own = classOf(size)
    for (let index = own; index < CLASSES; index++) {
      const start = this.#lowest(index, size, LOOKS)
      if (start >= 0) return start
    }
    // Behind those of its class that are too short there may be one that is not.
    return own < CLASSES ? this.#lowest(own, size, Number.POSITIVE_INFINITY) : -1
  }

  /** The lowest fitting block among the last ones of a class, or -1. */
  #lowest(index: number, size: number, looks: number): number {
    const starts = this.#classes[index]
    let best = -1
    for (let place = starts.length - 1; place >= Math.max(starts.length - looks, 0); place--) {
      const start = starts[place]
      if (this.#sizeAt.get(start)! >= size && (best < 0 || start < best)) best = start
    }
    return best
  }

  #insert(start: number, size: number): void {
    this.#sizeAt.set(start, size)
    this.#startOf.set(start + size, start)
    this.#placeOf.set(start, this.#classes[classOf(size)].push(start) - 1)
  }

  #remove(start: number): number {
    const size = this.#sizeAt.get(start)!
    this.#sizeAt.delete(start)
    this.#startOf.delete(start + size)
    const starts = this.#classes[classOf(size)]
    const place = this.#placeOf.get(start)!
    this.#placeOf.delete(start)
    const last = starts.pop()!
    if (last !== start) {
      starts[place] = last
      this.#placeOf.set(last, place)
    }
    return size
  }
}

function classOf(size: number): number {
  return Math.floor(Math.log2(size))
}
