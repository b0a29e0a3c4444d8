import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TypedArray } from '../../src/memory/bytes.ts'
import { BAND, MAX, MIN, type Op, PROD, SUM } from '../../src/mpi/op.ts'
import { MEANINGS, type Meaning } from './op-meanings.ts'

type ArrayType = new (length: number) => TypedArray

const Float16 = (globalThis as { Float16Array?: ArrayType }).Float16Array
const FLOATS: ArrayType[] = [Float64Array, Float32Array, ...(Float16 === undefined ? [] : [Float16])]
const INTEGERS: ArrayType[] = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
]
/** None, one, and what is just below, at and above the number of elements that are widened at once. */
const LENGTHS = [0, 1, 1023, 1024, 1025, 3000]

const seed = Math.floor(Math.random() * 2 ** 31)

/** Random elements with every bit used; some are zero, and among floats some are special. */
function randomArray(type: ArrayType, length: number, salt: number): TypedArray {
  let state = seed ^ Math.imul(salt, 0x9e3779b1)
  const random = () => {
    state = (Math.imul(state, 0x41c64e6d) + 0x3039) | 0
    return state >>> 8
  }
  const specials = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const array = new type(length)
  for (let i = 0; i < length; i++) {
    const kind = random() % 8
    const bits = (BigInt(random()) << 44n) ^ (BigInt(random()) << 22n) ^ BigInt(random())
    if (array instanceof BigInt64Array || array instanceof BigUint64Array) array[i] = kind === 0 ? 0n : bits
    else if (FLOATS.includes(type))
      array[i] = kind === 0 ? specials[random() % specials.length] : random() / 1000 - 8000
    else array[i] = kind === 0 ? 0 : Number(BigInt.asUintN(32, bits))
  }
  return array
}

/** An exact integer as an array of this type stores it. */
function stored(type: ArrayType, value: bigint): bigint {
  if (type === Uint8ClampedArray) return value < 0n ? 0n : value > 255n ? 255n : value
  const bits = 8 * new type(1).BYTES_PER_ELEMENT
  return /^(Big)?Int/.test(type.name) ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value)
}

/** The array that an op must leave. */
function expected({ float, integer }: Meaning, type: ArrayType, inout: TypedArray, operand: TypedArray): TypedArray {
  const result = new type(inout.length)
  for (let i = 0; i < result.length; i++) {
    if (FLOATS.includes(type)) result[i] = float!(operand[i] as number, inout[i] as number)
    else {
      const value = stored(type, integer(BigInt(operand[i]), BigInt(inout[i])))
      result[i] = typeof inout[i] === 'bigint' ? value : (Number(value) as never)
    }
  }
  return result
}

for (const meaning of MEANINGS) {
  const { op, float } = meaning
  const types = float === undefined ? INTEGERS : [...FLOATS, ...INTEGERS]

  test(`${op.name}.apply() combines arrays of each type, element by element`, (t) => {
    t.diagnostic(`seed ${seed}`)
    for (const type of types) {
      for (const length of LENGTHS) {
        const inout = randomArray(type, length, 1)
        const operand = randomArray(type, length, 2)
        const untouched = operand.slice()
        const result = expected(meaning, type, inout, operand)
        op.apply(inout, operand)
        assert.deepEqual(inout, result, `${length} elements of ${type.name}`)
        assert.deepEqual(operand, untouched)
      }
    }
  })

  test(`${op.name}.accepts() says which types it combines`, () => {
    for (const type of [...FLOATS, ...INTEGERS]) assert.equal(op.accepts!(new type(1)), types.includes(type))
  })
}

test('SUM.apply() and PROD.apply() wrap integers around, and clamp those that are clamped', () => {
  const wrap = (op: Op, type: ArrayType, a: number | bigint, b: number | bigint) => {
    const inout = new type(1).fill(a as never)
    op.apply(inout, new type(1).fill(b as never))
    return inout[0]
  }
  assert.equal(wrap(SUM, Int32Array, 2 ** 31 - 1, 1), -(2 ** 31))
  assert.equal(wrap(SUM, Uint16Array, 65535, 3), 2)
  assert.equal(wrap(SUM, Uint8ClampedArray, 200, 100), 255)
  assert.equal(wrap(SUM, BigInt64Array, 2n ** 63n - 1n, 1n), -(2n ** 63n))
  assert.equal(wrap(PROD, Int32Array, 123_456_789, 987_654_321), Math.imul(123_456_789, 987_654_321))
  assert.equal(wrap(PROD, Uint32Array, 2 ** 32 - 1, 2 ** 32 - 1), 1)
  assert.equal(wrap(PROD, Int8Array, 100, 3), 44)
})

test("MIN.apply() and MAX.apply() keep the higher ranks' element where neither is less, as C does", () => {
  const choose = (op: Op, lower: number, higher: number) => {
    const inout = Float64Array.of(higher)
    op.apply(inout, Float64Array.of(lower))
    return inout[0]
  }
  for (const op of [MIN, MAX]) {
    assert.equal(choose(op, Number.NaN, 1), 1)
    assert.equal(choose(op, 1, Number.NaN), Number.NaN)
    assert.ok(Object.is(choose(op, -0, 0), 0))
    assert.ok(Object.is(choose(op, 0, -0), -0))
  }
})

test('BAND.apply() refuses floats, arrays of two types and of two lengths', () => {
  assert.throws(() => BAND.apply(new Float32Array(1), new Float32Array(1)), {
    name: 'TypeError',
    code: 'ERR_OP_TYPE',
    message: /BAND cannot combine Float32Array/,
  })
  assert.throws(() => BAND.apply(new Int32Array(1), new Uint32Array(1)), {
    name: 'TypeError',
    code: 'ERR_TYPES',
    message: /Int32Array and Uint32Array/,
  })
  assert.throws(() => BAND.apply(new Int32Array(1), new Int32Array(2)), {
    name: 'RangeError',
    code: 'ERR_LENGTH',
    message: /1 and 2 elements/,
  })
})
