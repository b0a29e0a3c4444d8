import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { type Bytes, bytesOf, isBytes, kindOf } from '../../src/memory/bytes.ts'

const types = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
  Float32Array,
  Float64Array,
]

/** What TypeScript's library for ES2023 does not know yet. */
const Resizable = ArrayBuffer as unknown as new (
  length: number,
  options: { maxByteLength: number },
) => ArrayBuffer & { resize(length: number): void }

/** Takes a buffer's memory away from it. */
function detach(buffer: ArrayBuffer): void {
  structuredClone(buffer, { transfer: [buffer] })
}

test('bytesOf() gives the same memory for every kind of view', () => {
  for (const type of types) {
    const buffer = new ArrayBuffer(64)
    const bytes = bytesOf(new type(buffer, 16, 2))
    assert.equal(bytes.buffer, buffer)
    assert.equal(bytes.byteOffset, 16)
    assert.equal(bytes.byteLength, 2 * type.BYTES_PER_ELEMENT)
  }
  const { buffer, byteOffset, byteLength } = bytesOf(new DataView(new SharedArrayBuffer(64), 3, 5))
  assert.ok(buffer instanceof SharedArrayBuffer)
  assert.deepEqual([byteOffset, byteLength], [3, 5])
})

test('bytesOf() gives all of a whole buffer', () => {
  for (const buffer of [new ArrayBuffer(64), new SharedArrayBuffer(64)]) {
    const bytes = bytesOf(buffer)
    assert.equal(bytes.buffer, buffer)
    assert.deepEqual([bytes.byteOffset, bytes.byteLength], [0, 64])
  }
})

test('bytesOf() gives a Buffer or Uint8Array itself', () => {
  for (const view of [Buffer.from('abc'), Uint8Array.of(1, 2, 3)]) assert.equal(bytesOf(view), view)
})

test('bytesOf() takes empty views and buffers of every kind', () => {
  for (const type of types) assert.equal(bytesOf(new type(new ArrayBuffer(8), 8, 0)).byteLength, 0)
  const empty = [new DataView(new ArrayBuffer(0)), new ArrayBuffer(0), new SharedArrayBuffer(0), Buffer.alloc(0)]
  for (const value of empty) assert.equal(bytesOf(value).byteLength, 0)
})

test('bytesOf() takes buffers and views of another realm', () => {
  for (const made of [
    'new ArrayBuffer(8)',
    'new SharedArrayBuffer(8)',
    'new Float64Array(1)',
    'new DataView(new ArrayBuffer(8))',
  ]) {
    const value: Bytes = runInNewContext(made)
    assert.equal(isBytes(value), true, made)
    assert.equal(bytesOf(value).byteLength, 8, made)
  }
})

test('bytesOf() refuses views whose buffer was transferred away', () => {
  for (const type of [...types, DataView]) {
    const buffer = new ArrayBuffer(64)
    const view: ArrayBufferView = Reflect.construct(type, [buffer])
    detach(buffer)
    assert.throws(() => bytesOf(view), { name: 'TypeError', code: 'ERR_DETACHED' }, type.name)
    assert.throws(() => bytesOf(buffer), { name: 'TypeError', code: 'ERR_DETACHED' })
  }
})

test('bytesOf() refuses views that lie outside of a resized buffer', () => {
  const makers: ((buffer: ArrayBuffer) => ArrayBufferView)[] = [
    (buffer) => new Uint8Array(buffer, 8, 8),
    (buffer) => new Float64Array(buffer, 8, 1),
    (buffer) => new BigInt64Array(buffer, 8, 1),
    (buffer) => new DataView(buffer, 8, 8),
  ]
  for (const make of makers) {
    const buffer = new Resizable(16, { maxByteLength: 32 })
    const view = make(buffer)
    assert.equal(bytesOf(view).byteLength, 8)
    buffer.resize(4)
    assert.throws(() => bytesOf(view), { name: 'TypeError', code: 'ERR_DETACHED' }, view.constructor.name)
  }
})

test('bytesOf() refuses what holds no bytes, and says what it was', () => {
  for (const [value, kind] of [
    [undefined, 'undefined'],
    [null, 'null'],
    [7, 'number 7'],
    ['text', 'string text'],
    [[1, 2], 'Array'],
    [{}, 'Object'],
    [Object.create(null), 'an object'],
  ] as const) {
    assert.equal(isBytes(value), false)
    assert.throws(() => bytesOf(value as Bytes), {
      name: 'TypeError',
      code: 'ERR_NOT_BYTES',
      message: new RegExp(`not ${kind}$`),
    })
  }
})

test('kindOf() names anything', () => {
  assert.equal(kindOf(Symbol('s')), 'symbol Symbol(s)')
  assert.equal(kindOf(5n), 'bigint 5')
  assert.equal(kindOf(new Map()), 'Map')
  assert.equal(kindOf(new Float32Array(1)), 'Float32Array')
})
