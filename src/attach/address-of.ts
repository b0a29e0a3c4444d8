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

// Programs read into the same view again and again, and asking the FFI library costs a tenth of a short read. Memory never moves
// under a view; the last one is kept, but never so that a large buffer lives longer for it.
const LARGEST_KEPT = 64 * 1024
let known: Uint8Array | null = null
let knownAddress = 0

/** The address of bytes that will not move any more. */
export function settledAddress(bytes: Uint8Array): number {
  if (bytes === known) return knownAddress
  // Typed arrays of up to 64 bytes live on the JavaScript heap, and move with it, until somebody asks for their buffer.
  const { byteLength } = bytes.buffer
  const address = addressOfBytes(bytes)
  if (bytes.length > 0 && byteLength <= LARGEST_KEPT) {
    known = bytes
    knownAddress = address
  }
  return address
}
