import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf, attach, CrossmemTypeError, SharedMemory } from '../../src/index.ts'

/** What lies at an address, seen from outside of JavaScript. */
function bytesAt(address: bigint, length: number): number[] {
  using self = attach(process.pid)
  return [...self.read(address, length)]
}

test('addressOf() finds the bytes of every kind of view and buffer', () => {
  const types = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array]
  const views = [...types, Float32Array, Float64Array].map((type) => type.of(1, 2, 3))
  const wide = [BigInt64Array, BigUint64Array].map((type) => type.of(1n, 2n, 3n))
  const buffer = Uint8Array.of(9, 8, 7, 6, 5).buffer
  const shared = new SharedArrayBuffer(4)
  new Uint8Array(shared).set([5, 6, 7, 8])
  for (const view of [...views, ...wide, new DataView(buffer), Buffer.from('from the pool'), buffer, shared]) {
    const whole = ArrayBuffer.isView(view)
      ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
      : new Uint8Array(view)
    assert.deepEqual(bytesAt(addressOf(view), whole.length), [...whole])
  }
})

test('addressOf() counts where a view begins in its buffer', () => {
  const buffer = new ArrayBuffer(1024)
  const start = addressOf(buffer)
  assert.equal(typeof start, 'bigint')
  assert.equal(addressOf(new Uint8Array(buffer, 1000)), start + 1000n)
  assert.equal(addressOf(new DataView(buffer, 1, 5)), start + 1n)
  assert.equal(addressOf(Buffer.from(buffer).subarray(17)), start + 17n)
})

test('addressOf() gives addresses of small arrays that stay when memory is collected', () => {
  const small = Array.from({ length: 10_000 }, (_, index) => Uint32Array.of(index, ~index))
  const addresses = small.map(addressOf)
  const rubbish: unknown[] = []
  for (let round = 0; round < 200; round++) rubbish[round % 7] = Array.from({ length: 10_000 }, () => ({}))
  using self = attach(process.pid)
  const into = new Uint32Array(2)
  for (const [index, address] of addresses.entries()) {
    self.readInto(into, address)
    assert.deepEqual([...into], [index, ~index >>> 0])
    assert.equal(addressOf(small[index]), address)
  }
})

test('addressOf() finds shared memory where it is mapped', () => {
  using shared = SharedMemory.create(100_000)
  using self = attach(process.pid)
  const address = addressOf(shared.buffer)
  const mapping = self.mappings().find(({ start }) => start === address)
  assert.match(String(mapping?.path), /crossmem/)
  assert.equal(mapping?.shared, true)
})

test('addressOf() gives 0n for an empty view', () => {
  assert.equal(addressOf(new Uint8Array(0)), 0n)
})

test('addressOf() refuses what has no memory', () => {
  const view = new Uint8Array(8)
  structuredClone(view.buffer, { transfer: [view.buffer] })
  assert.throws(() => addressOf(view), { name: 'TypeError', code: 'ERR_DETACHED' })
  assert.throws(() => addressOf(view.buffer), { name: 'TypeError', code: 'ERR_DETACHED' })
  for (const value of [undefined, null, 1, 'text', {}, [1, 2]]) {
    assert.throws(() => addressOf(value as unknown as Uint8Array), CrossmemTypeError)
  }
})
