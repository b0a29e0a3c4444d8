import { CrossmemError, CrossmemRangeError, CrossmemTypeError, type SystemError } from '../errors.ts'
import { bufferAt } from '../os/address.ts'
import { mapShared, PAGE } from '../os/mapping.ts'
import { Allocator } from './allocator.ts'
import { type Bytes, kindOf, type TypedArray, type TypedArrayConstructor } from './bytes.ts'
import { collectGarbage } from './garbage.ts'

/** A heap in a memory file that other processes map: what is allocated here moves to them with one copy or none. */
export class Arena {
  /** The memory file. */
  readonly fd: number
  /** Where it is mapped in this process. */
  readonly address: number
  readonly byteLength: number
  /** The first part, which is not allocated from. */
  readonly reserved: Uint8Array
  readonly #allocator: Allocator
  /** The allocation of each ArrayBuffer. */
  readonly #blocks = new WeakMap<ArrayBufferLike, Block>()
  /** The allocations that were not released yet. */
  readonly #live = new Set<Block>()
  readonly #collected = new FinalizationRegistry<Block>((block) => this.#release(block))

  /**
   * Maps a memory file as this process's heap.
   * @param reserved bytes at its beginning that are not allocated from
   * @throws CrossmemError ERR_ADDRESS_SPACE when this process may not map that much (`ulimit -v`)
   */
  constructor(fd: number, byteLength: number, reserved: number) {
    this.fd = fd
    this.byteLength = byteLength
    this.address = mapHeap(fd, byteLength)
    this.reserved = new Uint8Array(bufferAt(this.address, reserved))
    this.#allocator = new Allocator(reserved, byteLength)
  }

  /**
   * A typed array of zeros in the arena, aligned to 64 bytes, with an ArrayBuffer of its own: views made from it keep
   * it alive, and its memory is free again when the last of them is collected, or by `free` or `using`.
   * @throws CrossmemError ERR_HEAP_FULL with what was asked, what is free, and the option that enlarges the heap
   * @throws CrossmemTypeError ERR_ARRAY_TYPE for what makes no typed arrays; CrossmemRangeError ERR_LENGTH
   */
  alloc<T extends TypedArray>(type: TypedArrayConstructor<T>, length: number): T & Disposable {
    if (typeof type !== 'function' || Object.getPrototypeOf(type) !== AnyTypedArray) {
      throw new CrossmemTypeError(
        'ERR_ARRAY_TYPE',
        `alloc() makes typed arrays, as alloc(Float64Array, 100) does, not ${typeof type === 'function' ? type.name : kindOf(type)}`,
      )
    }
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new CrossmemRangeError(
        'ERR_LENGTH',
        `the length of an array is a whole number from 0, not ${kindOf(length)}`,
      )
    }
    const bytes = length * type.BYTES_PER_ELEMENT
    const recycledBelow = this.#allocator.touched
    const offset = this.#allocate(bytes)
    const buffer = bufferAt(this.address + offset, bytes)
    if (offset < recycledBelow) new Uint8Array(buffer).fill(0)
    const block = { offset, bytes, buffer: new WeakRef(buffer) }
    this.#blocks.set(buffer, block)
    this.#live.add(block)
    this.#collected.register(buffer, block)
    // Node does not transfer such a buffer to a thread; transfer() would let it outlive its block.
    Object.defineProperty(buffer, 'transfer', { value: refuseTransfer })
    Object.defineProperty(buffer, 'transferToFixedLength', { value: refuseTransfer })
    const view = new type(buffer, 0, length)
    Object.defineProperty(view, Symbol.dispose, { value: () => this.#blocks.has(buffer) && this.free(buffer) })
    return view as T & Disposable
  }

  /**
   * Frees an allocation at once. On Node 22 and later its views become empty; on Node 20 they must not be used again.
   * @throws CrossmemError ERR_NOT_ALLOCATED for memory that this arena did not hand out, or that was freed already
   */
  free(view: Bytes): void {
    const buffer = ArrayBuffer.isView(view) ? view.buffer : view
    const block = this.#blocks.get(buffer)
    if (block === undefined) {
      throw new CrossmemError(
        'ERR_NOT_ALLOCATED',
        `this ${kindOf(view)} was not allocated with alloc(), or is freed already`,
      )
    }
    this.#blocks.delete(buffer)
    this.#release(block)
    transfer?.call(buffer)
  }

  /**
   * Allocates without making an ArrayBuffer, for the library's own use; what it holds is anything. Ends with {@link giveBack}.
   * @returns the offset
   * @throws CrossmemError ERR_HEAP_FULL
   */
  take(bytes: number): number {
    return this.#allocate(bytes)
  }

  /** Gives back what {@link take} returned, with the length that was asked for. */
  giveBack(offset: number, bytes: number): void {
    this.#allocator.release(offset, bytes)
  }

  /**
   * A block of whole pages, for good, which may be mapped a second time elsewhere. It holds zeros only if nothing was there before.
   * @returns its offset, and its memory here
   * @throws CrossmemError ERR_HEAP_FULL
   */
  lay(bytes: number): { offset: number; buffer: ArrayBuffer } {
    const offset = Math.ceil(this.#allocate(bytes + PAGE) / PAGE) * PAGE
    const buffer = bufferAt(this.address + offset, bytes)
    this.#blocks.set(buffer, { offset, bytes, buffer: new WeakRef(buffer) })
    return { offset, buffer }
  }

  /** The offset of a view's first byte in the arena; -1 for memory elsewhere. */
  offsetOf(bytes: Uint8Array): number {
    const block = this.#blocks.get(bytes.buffer)
    return block === undefined ? -1 : block.offset + bytes.byteOffset
  }

  /** Bytes that can still be allocated. */
  get available(): number {
    return this.#allocator.free
  }

  #allocate(bytes: number): number {
    const offset = this.#allocator.allocate(bytes)
    if (offset >= 0) return offset
    // The registry speaks up only when the event loop turns, which it may not do for long in a program that blocks.
    collectGarbage()
    for (const block of this.#live) if (block.buffer.deref() === undefined) this.#release(block)
    const second = this.#allocator.allocate(bytes)
    if (second < 0) throw this.#full(bytes)
    return second
  }

  #release(block: Block): void {
    if (this.#live.delete(block)) this.#allocator.release(block.offset, block.bytes)
  }

  #full(bytes: number): CrossmemError {
    const { free, largestFree } = this.#allocator
    return new CrossmemError(
      'ERR_HEAP_FULL',
      `the heap is full: ${bytes} bytes were asked for, ${free} of ${this.byteLength - this.reserved.length} are free, ` +
        `the longest run ${largestFree}. Give back with free() what is not needed, or start with a larger heap, ` +
        'as in crossmem run --heap 4G',
    )
  }
}

interface Block {
  offset: number
  bytes: number
  buffer: WeakRef<ArrayBuffer>
}

const AnyTypedArray: unknown = Object.getPrototypeOf(Uint8Array)
const transfer = (ArrayBuffer.prototype as { transfer?: () => ArrayBuffer }).transfer

function refuseTransfer(): never {
  throw new CrossmemError('ERR_NOT_TRANSFERABLE', 'memory from alloc() cannot be transferred: copy it, or send it')
}

function mapHeap(fd: number, bytes: number): number {
  try {
    return mapShared(fd, 0, bytes)
  } catch (error) {
    if ((error as SystemError).code !== 'ENOMEM') throw error
    throw new CrossmemError(
      'ERR_ADDRESS_SPACE',
      `this process may not map a heap of ${bytes} bytes. Lift its limit (ulimit -v unlimited), or start with a smaller ` +
        'heap, as in crossmem run --heap 256M',
      { cause: error },
    )
  }
}
