import { type Bytes, bytesOf } from '../memory/bytes.ts'
import { addressOfBytes } from '../os/address.ts'

/**
 * Where the first byte of a view or buffer lies in this process, for another one to attach to; 0n for an empty one.
 *
 * The address is good only for as long as this process holds the view or its buffer: what nobody holds is freed or put to
 * other use.
 *
 * @throws CrossmemTypeError `ERR_NOT_BYTES` for another kind of value, `ERR_DETACHED` for a buffer that was transferred
 * @example
 * const numbers = new Float64Array(1000)
 * console.log(process.pid, addressOf(numbers))
 */
export function addressOf(view: Bytes): bigint {
  return BigInt(settledAddress(bytesOf(view)))
}

// Programs read into the same few buffers again and again, and asking the FFI library costs a tenth of a short read. A buffer
// never moves; the last one is kept, but never so that a large one lives longer for it.
const LARGEST_KEPT = 64 * 1024
let known: ArrayBufferLike | null = null
let knownAddress = 0

/** The address of bytes that will not move any more. */
export function settledAddress(bytes: Uint8Array): number {
  // Typed arrays of up to 64 bytes live on the JavaScript heap, and move with it, until somebody asks for their buffer.
  const { buffer, byteOffset } = bytes
  if (buffer === known) return knownAddress + byteOffset
  const address = addressOfBytes(bytes)
  if (bytes.length > 0 && buffer.byteLength <= LARGEST_KEPT) {
    known = buffer
    knownAddress = address - byteOffset
  }
  return address
}
