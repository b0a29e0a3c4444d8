import assert from 'node:assert/strict'
import { test } from 'node:test'
import { basic } from '../../../src/mpi/datatype/basic.ts'
import { named, namedPair } from '../../../src/mpi/datatype/named.ts'
import { reductionOf } from '../../../src/mpi/datatype/reduction.ts'
import { BAND, BYTE, FLOAT64, INT32, LAND, MAX, MAXLOC, MINLOC, PROD, SUM, vector } from '../../../src/mpi/index.ts'

const complex = named(basic('C_DOUBLE_COMPLEX', 'complex', 16))
const logical = named(basic('C_BOOL', 'logical', 1))
const quad = named(basic('LONG_DOUBLE', 'float', 16))
const doubleInt = namedPair('DOUBLE_INT', basic('DOUBLE', 'float', 8), basic('INT', 'signed', 4))

/** 1 and 2 as binary128. */
const ONE = Uint8Array.from([...Array(14).fill(0), 0xff, 0x3f])
const TWO = Uint8Array.from([...Array(14).fill(0), 0x00, 0x40])

test('reductionOf() refuses what MPI does not combine', () => {
  const refused = [
    [BAND, FLOAT64],
    [SUM, BYTE],
    [SUM, logical],
    [MAX, complex],
    [MINLOC, INT32],
    [SUM, doubleInt],
    [BAND, quad],
    [SUM, vector(2, 1, 2, FLOAT64)],
  ] as const
  for (const [op, type] of refused) {
    assert.throws(() => reductionOf(op, type), { code: 'ERR_OP_TYPE' }, `${op.name} of ${type.name}`)
  }
})

test('reductionOf() combines numbers, truth values and bytes as arrays of their size', () => {
  assert.deepEqual(reductionOf(SUM, INT32), { op: SUM, array: Int32Array })
  assert.deepEqual(reductionOf(LAND, logical), { op: LAND, array: Uint8Array })
  assert.deepEqual(reductionOf(BAND, BYTE), { op: BAND, array: Uint8Array })
  assert.deepEqual(reductionOf(SUM, complex), { op: SUM, array: Float64Array })
})

test('complex numbers are multiplied, and quadruple ones added', () => {
  const inout = new Uint8Array(Float64Array.of(3, -1, 0, 1).buffer)
  reductionOf(PROD, complex).op.apply(inout, new Uint8Array(Float64Array.of(1, 2, 0, 1).buffer))
  assert.deepEqual(new Float64Array(inout.buffer), Float64Array.of(5, 5, -1, 0))
  const sum = ONE.slice()
  reductionOf(SUM, quad).op.apply(sum, ONE)
  assert.deepEqual(sum, TWO)
})

test('MINLOC and MAXLOC of a C struct take the value, of equal ones the lower index, and leave the gaps alone', () => {
  const pair = (value: number, index: number, gap: number) => {
    const view = new DataView(new ArrayBuffer(16))
    view.setFloat64(0, value, true)
    view.setInt32(8, index, true)
    view.setInt32(12, gap, true)
    return new Uint8Array(view.buffer)
  }
  const { op } = reductionOf(MINLOC, doubleInt)
  for (const [operand, inout, expected] of [
    [pair(1, 5, 9), pair(2, 6, 7), pair(1, 5, 7)],
    [pair(3, 5, 9), pair(2, 6, 7), pair(2, 6, 7)],
    [pair(2, 5, 9), pair(2, 6, 7), pair(2, 5, 7)],
    [pair(Number.NaN, 5, 9), pair(2, 6, 7), pair(2, 6, 7)],
    [pair(Number.NEGATIVE_INFINITY, 5, 9), pair(Number.NEGATIVE_INFINITY, 6, 7), pair(Number.NEGATIVE_INFINITY, 5, 7)],
  ]) {
    op.apply(inout, operand)
    assert.deepEqual(inout, expected)
  }
  const most = pair(2, 6, 7)
  reductionOf(MAXLOC, doubleInt).op.apply(most, pair(3, 5, 9))
  assert.deepEqual(most, pair(3, 5, 7))
})
