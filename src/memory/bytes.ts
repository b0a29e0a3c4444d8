import { types } from 'node:util'
import { CrossmemTypeError } from '../errors.ts'

/** What travels as bytes: typed arrays, Buffers, DataViews and whole buffers, shared or not. */
export type Bytes = ArrayBufferView | ArrayBufferLike

/** Any of JavaScript's typed arrays. */
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array

export interface TypedArrayConstructor<T extends TypedArray = TypedArray> {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): T
}

export function isBytes(value: unknown): value is Bytes {
  return ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)
}

/**
 * The same memory as bytes.
 * @throws CrossmemTypeError ERR_NOT_BYTES for another kind of value; ERR_DETACHED for a view whose buffer was
 *   transferred away, or resized to end before it
 */
export function bytesOf(value: Bytes): Uint8Array {
  if (!isBytes(value)) {
    throw new CrossmemTypeError(
      'ERR_NOT_BYTES',
      `expected a typed array, Buffer, DataView or ArrayBuffer, not ${kindOf(value)}`,
    )
  }
  try {
    if (!ArrayBuffer.isView(value)) return new Uint8Array(value)
    if (value.byteLength === 0) requireAttached(value)
  } catch {
    throw new CrossmemTypeError(
      'ERR_DETACHED',
      `this ${kindOf(value)} has no memory any more: its buffer was transferred, freed or resized. Make a new one.`,
    )
  }
  return value instanceof Uint8Array ? value : viewOf(value)
}

// Programs send and receive the same few numbers again and again, and a new view costs as much as all else about a short
// message. The last two are kept, but never so that a large buffer lives longer for it.
const LARGEST_KEPT = 4096
let first: ArrayBufferView | null = null
let firstBytes: Uint8Array = new Uint8Array(0)
let second: ArrayBufferView | null = null
let secondBytes = firstBytes

function viewOf(value: ArrayBufferView): Uint8Array {
  const { byteLength } = value
  if (value === first && firstBytes.length === byteLength) return firstBytes
  if (value === second && secondBytes.length === byteLength) return secondBytes
  const bytes = new Uint8Array(value.buffer, value.byteOffset, byteLength)
  if (bytes.buffer.byteLength > LARGEST_KEPT) return bytes
  second = first
  secondBytes = firstBytes
  first = value
  firstBytes = bytes
  return bytes
}

/** An empty view is fine; one that became empty because its buffer went away is a mistake worth hearing of. */
function requireAttached(view: ArrayBufferView): void {
  // A DataView has thrown already, when it was asked for its length.
  if (!types.isDataView(view)) Uint8Array.prototype.keys.call(view)
}

/** What a value is, for error messages. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  return typeof value === 'object' ? (value.constructor?.name ?? 'an object') : `${typeof value} ${String(value)}`
}
