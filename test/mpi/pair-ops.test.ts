import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TypedArray } from '../../src/memory/bytes.ts'
import type { Op } from '../../src/mpi/op.ts'
import { MAXLOC, MINLOC } from '../../src/mpi/pair-ops.ts'

type ArrayType = new (length: number) => TypedArray

const Float16 = (globalThis as { Float16Array?: ArrayType }).Float16Array
const TYPES: ArrayType[] = [
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
  ...(Float16 === undefined ? [] : [Float16]),
]

function choose(op: Op, lower: number[], higher: number[], type: ArrayType = Float64Array): number[] {
  const arrayOf = (numbers: number[]) => {
    const array = new type(numbers.length)
    for (const [i, x] of numbers.entries()) array[i] = (typeof array[i] === 'bigint' ? BigInt(x) : x) as never
    return array
  }
  const inout = arrayOf(higher)
  op.apply(inout, arrayOf(lower))
  return Array.from(inout as Float64Array, Number)
}

test('MINLOC.apply() keeps the lesser value of each pair with its index, and of equal values the lower index', () => {
  for (const type of TYPES) {
    assert.deepEqual(choose(MINLOC, [5, 0, 2, 0, 7, 0], [3, 1, 2, 1, 9, 1], type), [3, 1, 2, 0, 7, 0], type.name)
    assert.deepEqual(choose(MINLOC, [2, 8], [2, 1], type), [2, 1], type.name)
  }
})

test('MAXLOC.apply() keeps the greater value of each pair with its index, and of equal values the lower index', () => {
  for (const type of TYPES) {
    assert.deepEqual(choose(MAXLOC, [5, 0, 2, 0, 7, 0], [3, 1, 2, 1, 9, 1], type), [5, 0, 2, 0, 9, 1], type.name)
    assert.deepEqual(choose(MAXLOC, [2, 8], [2, 1], type), [2, 1], type.name)
  }
})

test("MINLOC.apply() and MAXLOC.apply() keep the higher ranks' pair where a value is NaN", () => {
  for (const op of [MINLOC, MAXLOC]) {
    assert.deepEqual(choose(op, [Number.NaN, 0], [1, 1]), [1, 1])
    assert.deepEqual(choose(op, [1, 0], [Number.NaN, 1]), [Number.NaN, 1])
  }
})

test('MINLOC.apply() refuses half a pair', () => {
  assert.throws(() => MINLOC.apply(new Float64Array(3), new Float64Array(3)), {
    name: 'RangeError',
    code: 'ERR_LENGTH',
    message: /MINLOC combines groups of 2 elements, and 3 elements/,
  })
})
