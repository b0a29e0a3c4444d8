import assert from 'node:assert/strict'
import { test } from 'node:test'
import { elementSize, revive, typeOf, VALUE } from '../../src/mpi/element-types.ts'

const float16 = (globalThis as { Float16Array?: typeof Float64Array }).Float16Array
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
  ...(float16 === undefined ? [] : [float16]),
]

function bytesFrom(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => index + 1)
}

test('revive() makes what typeOf() named, of the same bytes', () => {
  for (const type of types) {
    const bytes = bytesFrom(64)
    const revived = revive(typeOf(new type(3)), bytes) as Float64Array
    assert.equal(revived.constructor, type)
    assert.equal(revived.length, 64 / type.BYTES_PER_ELEMENT)
    assert.equal(revived.buffer, bytes.buffer)
    assert.equal(elementSize(typeOf(new type(3))), type.BYTES_PER_ELEMENT)
  }
  assert.equal(new Set(types.map((type) => typeOf(new type(1)))).size, types.length)
})

test('revive() makes Buffers, DataViews and ArrayBuffers again', () => {
  const buffer = revive(typeOf(Buffer.alloc(3)), bytesFrom(5))
  assert.ok(Buffer.isBuffer(buffer))
  assert.deepEqual([...buffer], [1, 2, 3, 4, 5])
  const view = revive(typeOf(new DataView(new ArrayBuffer(3))), bytesFrom(5)) as DataView
  assert.ok(view instanceof DataView)
  assert.deepEqual([view.byteLength, view.getUint8(4)], [5, 5])
  const whole = revive(typeOf(new ArrayBuffer(3)), bytesFrom(5))
  assert.ok(whole instanceof ArrayBuffer)
  assert.deepEqual(new Uint8Array(whole), bytesFrom(5))
})

test('revive() makes empty ones', () => {
  for (const type of types) assert.equal((revive(typeOf(new type(0)), new Uint8Array(0)) as Uint8Array).length, 0)
  assert.equal((revive(typeOf(Buffer.alloc(0)), new Uint8Array(0)) as Buffer).length, 0)
})

test('revive() leaves bytes that do not fill elements, or that nobody knows, as bytes', () => {
  const bytes = bytesFrom(63)
  assert.equal(revive(typeOf(new Float64Array(1)), bytes), bytes)
  const odd = bytesFrom(65).subarray(1)
  assert.equal(revive(typeOf(new Int32Array(1)), odd), odd)
  for (const unknown of [VALUE, 200, 255, -1]) assert.ok(revive(unknown, bytes) instanceof Uint8Array)
  assert.equal(elementSize(255), 1)
})

test('typeOf() takes arrays of a class of their own for what they extend', () => {
  class Field extends Float64Array {}
  class Packet extends Buffer {}
  assert.equal(typeOf(new Field(1)), typeOf(new Float64Array(1)))
  assert.equal(typeOf(Object.setPrototypeOf(Buffer.alloc(1), Packet.prototype)), typeOf(Buffer.alloc(1)))
  assert.equal(typeOf(new SharedArrayBuffer(1)), typeOf(new ArrayBuffer(1)))
})

test('types have the same numbers in every version of Node', () => {
  const numbers = [Uint8Array, Int8Array, Uint8ClampedArray, Int16Array, Float64Array].map((type) =>
    typeOf(new type(1)),
  )
  assert.deepEqual(numbers, [0, 1, 2, 3, 10])
  assert.deepEqual([typeOf(Buffer.alloc(1)), typeOf(new DataView(new ArrayBuffer(1))), VALUE], [12, 13, 15])
})
