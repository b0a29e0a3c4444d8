import type { Bytes } from '../memory/bytes.ts'

/**
 * What a message's bytes were with their sender, as a small number that travels with them: so a receive without a
 * buffer can return the same kind of thing.
 */
interface Kind {
  /** Bytes of an element. */
  size: number
  make(bytes: Uint8Array<ArrayBuffer>): Bytes
}

interface ViewConstructor {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBuffer, byteOffset: number, length: number): ArrayBufferView
}

const Float16 = (globalThis as { Float16Array?: ViewConstructor }).Float16Array

const constructors: (ViewConstructor | undefined)[] = [
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
  Float32Array,
  Float64Array,
  Float16,
]

const kinds: Kind[] = constructors.map((type) => {
  const size = type?.BYTES_PER_ELEMENT ?? 1
  // A receiver without this type gets its bytes.
  const View = type ?? Uint8Array
  return {
    size,
    make: ({ buffer, byteOffset, length }) => new View(buffer, byteOffset, length / View.BYTES_PER_ELEMENT),
  }
})

const BUFFER =
  kinds.push({ size: 1, make: ({ buffer, byteOffset, length }) => Buffer.from(buffer, byteOffset, length) }) - 1
const DATA_VIEW =
  kinds.push({ size: 1, make: ({ buffer, byteOffset, length }) => new DataView(buffer, byteOffset, length) }) - 1
const ARRAY_BUFFER =
  kinds.push({ size: 1, make: (bytes) => (bytes.length === bytes.buffer.byteLength ? bytes.buffer : bytes) }) - 1

/** Not bytes, but a value in structured clone's form. */
export const VALUE = kinds.length

/** No content, but the news that its sender's part in a collective has failed. */
export const FAILED = 0xff

const codes = new Map<unknown, number>()
constructors.forEach((type, code) => {
  if (type !== undefined) codes.set(type, code)
})
codes.set(Buffer, BUFFER)
codes.set(DataView, DATA_VIEW)
codes.set(ArrayBuffer, ARRAY_BUFFER)
codes.set(SharedArrayBuffer, ARRAY_BUFFER)
const codesByName = new Map([...codes].map(([type, code]) => [(type as { name: string }).name, code]))

// Programs send the same type again and again, and a comparison is much faster than a look-up.
let lastConstructor: unknown = Uint8Array
let lastType = 0

/** The number for a view or buffer; one of a class that extends another counts as that. */
export function typeOf(value: Bytes): number {
  const type = value.constructor
  if (type !== lastConstructor) {
    lastConstructor = type
    lastType = codes.get(type) ?? typeOfExtended(value)
  }
  return lastType
}

function typeOfExtended(value: Bytes): number {
  return Buffer.isBuffer(value) ? BUFFER : (codesByName.get(Reflect.get(value, Symbol.toStringTag)) ?? 0)
}

/** Bytes of an element of what had this number. */
export function elementSize(type: number): number {
  return kinds[type]?.size ?? 1
}

/** Received bytes as what they were; as bytes where that is not possible. */
export function revive(type: number, bytes: Uint8Array<ArrayBuffer>): Bytes {
  const kind = kinds[type] ?? kinds[0]
  return bytes.length % kind.size === 0 && bytes.byteOffset % kind.size === 0 ? kind.make(bytes) : bytes
}
