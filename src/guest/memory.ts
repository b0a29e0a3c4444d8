import { CrossmemError, CrossmemRangeError } from '../errors.ts'
import type { Arena } from '../memory/arena.ts'
import { Memory, WASM_PAGE, type WasmLinearMemory } from '../memory/web-assembly.ts'
import { addressOfBytes } from '../os/address.ts'
import { mapClosedAt, permit } from '../os/mapping.ts'

/** How many views are kept, a power of two. */
const KEPT = 256

/**
 * A program's linear memory: a block of the rank's arena, mapped a second time over the pages of a WebAssembly.Memory.
 *
 * Whatever the library does goes by the arena's own mapping, whose ArrayBuffer stays what it is when the program grows its memory,
 * and of which messages know that it lies in the arena. Pages that the program has not grown into are closed to it.
 */
export class GuestMemory {
  /** What the module imports. */
  readonly linear: WasmLinearMemory
  readonly u8: Uint8Array<ArrayBuffer>
  readonly i32: Int32Array<ArrayBuffer>
  readonly f64: Float64Array<ArrayBuffer>
  readonly i64: BigInt64Array<ArrayBuffer>
  /** How large it was when last looked: it never shrinks. */
  #size: number
  readonly #views: (Uint8Array<ArrayBuffer> | undefined)[] = new Array(KEPT).fill(undefined)

  /**
   * @param initial pages of 64 KiB that the program begins with
   * @param maximum pages that it can grow to
   * @throws CrossmemError ERR_HEAP_FULL, ERR_ADDRESS_SPACE
   */
  constructor(arena: Arena, initial: number, maximum: number) {
    const { offset, buffer } = arena.lay(maximum * WASM_PAGE)
    this.linear = createLinear(initial, maximum)
    this.#size = initial * WASM_PAGE
    // V8 opens pages as the memory grows, by mprotect, and does not ask what they are.
    const address = addressOfBytes(new Uint8Array(this.linear.buffer))
    mapClosedAt(address, arena.fd, offset, maximum * WASM_PAGE)
    if (initial > 0) permit(address, this.#size)
    this.u8 = new Uint8Array(buffer)
    this.i32 = new Int32Array(buffer)
    this.f64 = new Float64Array(buffer)
    this.i64 = new BigInt64Array(buffer)
  }

  /** Bytes that the program has now. */
  get size(): number {
    this.#size = this.linear.buffer.byteLength
    return this.#size
  }

  /**
   * Some of its bytes. Views that were asked for lately are kept: the same ones again cost no allocation.
   * @throws CrossmemRangeError ERR_BUFFER when they do not lie in it
   */
  bytes(pointer: number, length: number): Uint8Array<ArrayBuffer> {
    const at = pointer >>> 0
    const place = ((at >>> 3) ^ (at >>> 11) ^ (length * 7)) & (KEPT - 1)
    const kept = this.#views[place]
    if (kept !== undefined && kept.byteOffset === at && kept.length === length) return kept
    this.check(at, length)
    const view = new Uint8Array(this.u8.buffer, at, length)
    this.#views[place] = view
    return view
  }

  /** The index in {@link i32} of some words. @throws CrossmemRangeError ERR_BUFFER unless they lie in the memory, at a multiple of 4 */
  words(pointer: number, count: number): number {
    const at = pointer >>> 0
    if ((at & 3) !== 0) throw new CrossmemRangeError('ERR_BUFFER', `pointer ${hex(at)} is no multiple of 4`)
    this.check(at, count * 4)
    return at >>> 2
  }

  /** @throws CrossmemRangeError ERR_BUFFER */
  check(at: number, length: number): void {
    if (length >= 0 && at + length <= this.#size) return
    if (length >= 0 && at + length <= this.size) return
    throw new CrossmemRangeError(
      'ERR_BUFFER',
      `${length} bytes at pointer ${hex(at)} do not lie in the program's memory of ${this.#size} bytes`,
    )
  }

  /** A string that ends with a zero byte. @throws CrossmemRangeError ERR_BUFFER */
  string(pointer: number): string {
    const at = pointer >>> 0
    const end = this.u8.subarray(0, this.size).indexOf(0, at)
    if (at === 0 || end < 0) {
      throw new CrossmemRangeError('ERR_BUFFER', `there is no string at pointer ${hex(at)}`)
    }
    return Buffer.from(this.u8.buffer, at, end - at).toString()
  }

  /** Writes text and a zero byte, cut to `room` bytes in all. @returns how many bytes the text took */
  putString(pointer: number, text: string, room: number): number {
    const encoded = Buffer.from(text).subarray(0, Math.max(room - 1, 0))
    const into = this.bytes(pointer, encoded.length + 1)
    into.set(encoded)
    into[encoded.length] = 0
    return encoded.length
  }

  /** Writes an int. @throws CrossmemRangeError ERR_BUFFER */
  putInt(pointer: number, value: number): void {
    this.i32[this.words(pointer, 1)] = value
  }

  getInt(pointer: number): number {
    return this.i32[this.words(pointer, 1)]
  }
}

export function hex(pointer: number): string {
  return `0x${(pointer >>> 0).toString(16)}`
}

function createLinear(initial: number, maximum: number): WasmLinearMemory {
  try {
    return new Memory({ initial, maximum })
  } catch (cause) {
    throw new CrossmemError(
      'ERR_ADDRESS_SPACE',
      `this process may not reserve address space for a program's memory of ${maximum * WASM_PAGE} bytes. Lift its limit ` +
        '(ulimit -v unlimited), or give the program less: crossmem run --max-memory 256M',
      { cause },
    )
  }
}
