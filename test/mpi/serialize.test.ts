import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { deserialize, readHead, serialize } from '../../src/mpi/serialize.ts'

/** What a value is on the other side. */
function travel<T>(value: T): T {
  const { head, parts } = serialize(value, 7)
  const { tag, lengths, form } = readHead(Uint8Array.from(head))
  assert.equal(tag, 7)
  assert.deepEqual(
    lengths,
    parts.map(({ length }) => length),
  )
  return deserialize(
    form,
    parts.map((part) => Uint8Array.from(part)),
  ) as T
}

function partsOf(value: unknown): number[] {
  return serialize(value, 0).parts.map(({ length }) => length)
}

describe('a value is on the other side what it was', () => {
  const values: Record<string, unknown> = {
    undefined,
    null: null,
    booleans: [true, false],
    numbers: [0, -0, 1.5, -1, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, Number.MIN_VALUE],
    bigints: [0n, -1n, 2n ** 200n],
    strings: ['', 'plain', 'ÄÖÜ', '日本', '😀', '\0', '\ud800', 'x'.repeat(100_000)],
    dates: [new Date(0), new Date(8.64e15)],
    'regular expressions': [/a(b)?/gi],
    'boxed values': [Object(1), Object('text'), Object(true), Object(5n)],
    objects: { a: { b: { c: [] } }, '': 1, 7: 'seven' },
    arrays: [[], [[1], [2, [3]]], new Array(5), Object.assign([1, 2], { name: 'more' })],
    maps: new Map<unknown, unknown>([
      ['a', 1],
      [{ key: 1 }, new Map([[1, 2]])],
      [Number.NaN, null],
    ]),
    sets: new Set<unknown>([1, 'a', new Set([2])]),
    'typed arrays': [
      new Uint8Array([1, 2]),
      new Int8Array([-1]),
      new Uint8ClampedArray([255]),
      new Int16Array([-300]),
      new Uint16Array([60_000]),
      new Int32Array([-70_000]),
      new Uint32Array([4_000_000_000]),
      new BigInt64Array([-5n]),
      new BigUint64Array([5n]),
      new Float32Array([1.5]),
      new Float64Array([Math.PI, Number.NaN]),
      new Float64Array(0),
    ],
    'long typed arrays': [new Float64Array(1000).fill(2.5), { deep: { deeper: [new Uint16Array(5000).fill(9)] } }],
    views: [new DataView(Uint8Array.of(1, 2, 3, 4).buffer, 1, 2), new DataView(new ArrayBuffer(10_000), 5)],
    'array buffers': [new ArrayBuffer(0), Uint8Array.of(1, 2, 3).buffer, new Uint8Array(20_000).fill(4).buffer],
    'arrays in maps and sets': new Map<unknown, unknown>([
      [new Uint8Array(5000).fill(1), new Set([new ArrayBuffer(9000)])],
    ]),
  }
  for (const [name, value] of Object.entries(values)) {
    test(name, () => assert.deepEqual(travel(value), value))
  }

  test('Buffers stay Buffers', () => {
    for (const length of [0, 5, 4095, 4096, 100_000]) {
      const [back] = travel([Buffer.alloc(length, 'crossmem')])
      assert.ok(Buffer.isBuffer(back))
      assert.deepEqual(back, Buffer.alloc(length, 'crossmem'))
    }
  })

  test('errors keep class, message, stack and cause', () => {
    const error = new RangeError('too far', { cause: new TypeError('wrong') })
    const back = travel(error)
    assert.ok(back instanceof RangeError)
    assert.deepEqual([back.message, back.stack], [error.message, error.stack])
    const [inner] = travel([new Error('plain')])
    assert.ok(inner instanceof Error)
  })

  test('cycles and shared objects stay so', () => {
    const cycle: { self?: unknown; list: unknown[]; map: Map<string, unknown> } = { list: [], map: new Map() }
    cycle.self = cycle
    cycle.list.push(cycle, cycle.map)
    cycle.map.set('cycle', cycle)
    const back = travel(cycle)
    assert.equal(back.self, back)
    assert.equal(back.list[0], back)
    assert.equal(back.list[1], back.map)
    assert.equal(back.map.get('cycle'), back)
    const small = new Uint8Array(3)
    const large = new Float64Array(3000)
    const buffer = new ArrayBuffer(8000)
    const shared = travel([small, small, large, large, buffer, buffer])
    assert.equal(shared[0], shared[1])
    assert.equal(shared[2], shared[3])
    assert.equal(shared[4], shared[5])
  })

  test('a part of an array is only that part', () => {
    const whole = Float64Array.from({ length: 10_000 }, (_, index) => index)
    const [back] = travel([whole.subarray(100, 5000)])
    assert.equal(back.length, 4900)
    assert.equal(back[0], 100)
    assert.equal(back.buffer.byteLength, 4900 * 8)
  })

  test('an array of a million entries, and one nested a thousand deep', () => {
    const many = Array.from({ length: 1_000_000 }, (_, index) => index)
    assert.deepEqual(travel(many), many)
    const texts = new Set(Array.from({ length: 200_000 }, (_, index) => `${index}`))
    assert.deepEqual(travel(texts), texts)
    const map = new Map(Array.from({ length: 200_000 }, (_, index) => [index, index]))
    assert.deepEqual(travel(map), map)
    let deep: unknown[] = []
    for (let i = 0; i < 1000; i++) deep = [deep]
    let depth = 0
    for (let level = travel(deep); level.length > 0; level = level[0] as unknown[]) depth++
    assert.equal(depth, 1000)
  })
})

describe('large buffers', () => {
  test('travel by themselves from 4 KiB on, each once', () => {
    assert.deepEqual(partsOf([new Uint8Array(4095), new ArrayBuffer(4095)]), [])
    const large = new Float64Array(512)
    assert.deepEqual(partsOf({ a: large, b: large }), [4096])
    assert.deepEqual(partsOf([new ArrayBuffer(4096), large]).sort(), [4096, 4096])
    const buffer = new ArrayBuffer(10_000)
    assert.deepEqual(partsOf({ a: { b: [buffer] }, c: new Map([[buffer, new Set([buffer])]]) }), [10_000])
  })

  test('are not copied', () => {
    const field = new Float64Array(1000)
    const [part] = serialize([field], 0).parts
    assert.equal(part.buffer, field.buffer)
    assert.ok(serialize([field, new ArrayBuffer(8000)], 0).head.length < 200)
  })

  test('that a getter or a prototype holds do not confuse it', () => {
    const holder = Object.create({ inherited: new ArrayBuffer(9000) })
    holder.own = new ArrayBuffer(8000)
    Object.defineProperty(holder, 'hidden', { value: new ArrayBuffer(7000), enumerable: false })
    const back = travel(holder)
    assert.deepEqual(Object.keys(back), ['own'])
    assert.equal(back.own.byteLength, 8000)
  })
})

test('serialize() refuses what structured clone cannot carry, and says what it is', () => {
  const values = [
    () => undefined,
    { method() {} },
    Symbol('s'),
    [Symbol.iterator],
    new Map([[1, () => undefined]]),
    new WeakMap(),
    Promise.resolve(),
    new SharedArrayBuffer(8),
    {
      get fails() {
        throw new Error('the getter fails')
      },
    },
  ]
  for (const value of values) {
    assert.throws(() => serialize(value, 0), {
      name: 'TypeError',
      code: 'ERR_NOT_CLONEABLE',
      message: /^this value cannot be sent: ./,
    })
  }
})

test('serialize() refuses a value with a buffer that was transferred away', () => {
  const array = new Float64Array(1000)
  structuredClone(array.buffer, { transfer: [array.buffer] })
  assert.throws(() => serialize({ array }, 0), {
    name: 'TypeError',
    code: 'ERR_NOT_CLONEABLE',
    message: /no memory any more/,
  })
})
