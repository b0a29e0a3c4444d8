import { ffi } from './libc.ts'

/**
 * The address of a view's first byte, as a number (user-space addresses have 47 bits).
 * It is valid only while the caller holds the view: V8 frees or moves what nobody holds.
 */
export function addressOfBytes(view: Uint8Array): number {
  return Number(ffi().address(view))
}

/**
 * An ArrayBuffer over memory that is mapped at `address`. The memory must stay mapped for as long as the buffer
 * lives; nothing is freed when it is collected.
 */
export function bufferAt(address: number, length: number): ArrayBuffer {
  return ffi().view(BigInt(address), length)
}
