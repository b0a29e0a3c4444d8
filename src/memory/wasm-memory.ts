import { CrossmemError } from '../errors.ts'
import { addressOfBytes } from '../os/address.ts'
import { Instance, Memory, Module, WASM_PAGE } from './web-assembly.ts'

/** The longest that one linear memory can be. */
export const MAX_WASM_BYTES = 65536 * WASM_PAGE

export interface WasmMemory<B extends ArrayBufferLike> {
  buffer: B
  /** Where its first byte lies: a multiple of the page size. */
  address: number
  /** The functions of a kernel (see kernels/) that works on this memory; it knows bytes by their offset here. */
  kernel(code: Uint8Array): unknown
}

/** Memory whose pages may be replaced by mappings, as an ArrayBuffer. See {@link create}. */
export function createPrivateMemory(bytes: number): WasmMemory<ArrayBuffer> {
  return create(bytes, false) as WasmMemory<ArrayBuffer>
}

/** Memory whose pages may be replaced by mappings, as a SharedArrayBuffer. See {@link create}. */
export function createSharedMemory(bytes: number): WasmMemory<SharedArrayBuffer> {
  return create(bytes, true) as WasmMemory<SharedArrayBuffer>
}

/**
 * The buffer of a linear memory of fixed size, a multiple of 64 KiB: V8 reserves its address range at a page border, never
 * moves it, and unmaps all that was mapped over it when the buffer is collected.
 * @throws CrossmemError ERR_ADDRESS_SPACE when this process may not reserve that much (`ulimit -v`)
 */
function create(bytes: number, shared: boolean): WasmMemory<ArrayBufferLike> {
  const pages = Math.ceil(bytes / WASM_PAGE)
  try {
    const memory = new Memory({ initial: pages, maximum: pages, shared })
    const { buffer } = memory
    const kernel = (code: Uint8Array) => new Instance(new Module(code), { env: { memory } }).exports
    return { buffer, address: addressOfBytes(new Uint8Array(buffer)), kernel }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new CrossmemError(
      'ERR_ADDRESS_SPACE',
      `this process may not reserve address space for ${bytes} bytes of memory to be shared (each such memory may take ` +
        'some 10 GiB of addresses, but no memory). Lift its limit: ulimit -v unlimited',
      { cause },
    )
  }
}
