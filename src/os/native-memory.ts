import { addressOfBytes } from './address.ts'

/** A few bytes of memory at a fixed address, for the structures that system calls take; held for as long as the object is. */
export class NativeMemory {
  readonly address: number
  readonly u32: Uint32Array
  readonly i32: Int32Array

  constructor(bytes: number) {
    const buffer = new ArrayBuffer(bytes)
    this.u32 = new Uint32Array(buffer)
    this.i32 = new Int32Array(buffer)
    this.address = addressOfBytes(new Uint8Array(buffer))
  }

  /** Stores a 64-bit number at a byte offset that is a multiple of 8. */
  set64(offset: number, value: number): void {
    const word = offset >>> 2
    this.u32[word] = value % 0x100000000
    this.u32[word + 1] = Math.floor(value / 0x100000000)
  }
}
