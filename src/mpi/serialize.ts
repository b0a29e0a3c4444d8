import { DefaultDeserializer, DefaultSerializer } from 'node:v8'
import { CrossmemTypeError } from '../errors.ts'
import { bytesOf } from '../memory/bytes.ts'
import { revive, typeOf } from './element-types.ts'

/**
 * Values as bytes, by the structured clone algorithm. Large buffers inside them are left out, to travel by themselves with one copy.
 *
 *     head:  u32 parts | u32 tag of the parts | f64 length of each part | V8's serialized form
 *
 * In V8's form a view stands as (its type, its length, and either its bytes or the number of its part).
 */
export interface Serialized {
  /** With room for what the header says, filled in by {@link sealHead}. */
  head: Uint8Array
  parts: Uint8Array[]
}

/** Buffers from this length on travel by themselves. */
const APART_FROM = 4096
const IN_PLACE = 0
const APART = 1

class ValueSerializer extends DefaultSerializer {
  readonly parts: Uint8Array[] = []

  /** V8 calls this for every view. */
  _writeHostObject(view: ArrayBufferView): void {
    const bytes = bytesOf(view)
    this.writeUint32(typeOf(view))
    this.writeUint32(bytes.length >= APART_FROM ? APART : IN_PLACE)
    if (bytes.length >= APART_FROM) {
      this.writeUint32(this.parts.push(bytes) - 1)
    } else {
      this.writeUint32(bytes.length)
      this.writeRawBytes(bytes)
    }
  }
}

class ValueDeserializer extends DefaultDeserializer {
  readonly parts: Uint8Array<ArrayBuffer>[]

  constructor(form: Uint8Array, parts: Uint8Array<ArrayBuffer>[]) {
    super(form)
    this.parts = parts
  }

  _readHostObject(): unknown {
    const type = this.readUint32()
    if (this.readUint32() === APART) return revive(type, this.parts[this.readUint32()])
    const length = this.readUint32()
    return revive(type, new Uint8Array(this.readRawBytes(length)))
  }
}

/**
 * @throws CrossmemTypeError ERR_NOT_CLONEABLE for what structured clone cannot carry: functions, symbols, shared memory
 */
export function serialize(value: unknown, tag: number): Serialized {
  const serializer = new ValueSerializer()
  try {
    const whole = largeBuffers(value)
    whole.forEach((buffer, id) => {
      serializer.transferArrayBuffer(id, buffer)
      serializer.parts.push(new Uint8Array(buffer))
    })
    serializer.writeHeader()
    serializer.writeValue(value)
  } catch (error) {
    throw new CrossmemTypeError('ERR_NOT_CLONEABLE', `this value cannot be sent: ${(error as Error).message}`)
  }
  const { parts } = serializer
  const form = serializer.releaseBuffer()
  const head = new Uint8Array(8 + 8 * parts.length + form.length)
  const view = new DataView(head.buffer)
  view.setUint32(0, parts.length, true)
  view.setUint32(4, tag, true)
  parts.forEach((part, index) => {
    view.setFloat64(8 + 8 * index, part.length, true)
  })
  head.set(form, 8 + 8 * parts.length)
  return { head, parts }
}

/** What a head says of the parts that belong to it. */
export interface Announced {
  tag: number
  lengths: number[]
  form: Uint8Array
}

export function readHead(head: Uint8Array): Announced {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const count = view.getUint32(0, true)
  const lengths = Array.from({ length: count }, (_, index) => view.getFloat64(8 + 8 * index, true))
  return { tag: view.getUint32(4, true), lengths, form: head.subarray(8 + 8 * count) }
}

/** The value, from its form and its parts, each of which is all of its buffer. */
export function deserialize(form: Uint8Array, parts: Uint8Array<ArrayBuffer>[]): unknown {
  const deserializer = new ValueDeserializer(form, parts)
  parts.forEach((part, id) => {
    deserializer.transferArrayBuffer(id, part.buffer)
  })
  deserializer.readHeader()
  return deserializer.readValue()
}

/** The large ArrayBuffers that stand in a value by themselves; V8 does not ask about them, as it does about views. */
function largeBuffers(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>()
  const seen = new Set<object>()
  const pending: unknown[] = [value]
  while (pending.length > 0) {
    const next = pending.pop()
    if (typeof next !== 'object' || next === null || ArrayBuffer.isView(next) || seen.has(next)) continue
    seen.add(next)
    if (next instanceof ArrayBuffer) {
      if (next.byteLength >= APART_FROM) found.add(next)
    } else for (const inner of contentsOf(next)) pending.push(inner)
  }
  return [...found]
}

function contentsOf(value: object): Iterable<unknown> {
  if (value instanceof Map) return [...value.keys(), ...value.values()]
  return value instanceof Set ? value : Object.values(value)
}
