import assert from 'node:assert/strict'
import { test } from 'node:test'
import { basic } from '../../../src/mpi/datatype/basic.ts'
import { named } from '../../../src/mpi/datatype/named.ts'
import {
  BYTE,
  contiguous,
  FLOAT64,
  hindexed,
  INT16,
  INT32,
  INT64,
  pack,
  packExternal,
  packExternalSize,
  packSize,
  struct,
  unpack,
  unpackExternal,
  vector,
} from '../../../src/mpi/index.ts'
import { randomFrom, seedOfRun } from '../../attach/random.ts'
import { randomDatatype } from './random-datatype.ts'

test('pack() and unpack() move exactly the bytes of a layout, from and to any position', (t) => {
  const seed = seedOfRun()
  t.diagnostic(`SEED=${seed}`)
  const below = randomFrom(seed)
  for (let trial = 0; trial < 500; trial++) {
    const { type, bytes } = randomDatatype(below, 1 + below(3))
    const count = 1 + below(3)
    const all = Array.from({ length: count }, (_, i) => bytes.map((byte) => byte + i * type.extent)).flat()
    if (new Set(all).size < all.length) continue
    const name = `seed ${seed}, trial ${trial}`
    const low = Math.min(0, ...all)
    const memory = Uint8Array.from({ length: Math.max(0, ...all) - low + 1 + below(9) }, () => below(256))
    const position = below(5)
    const packed = new Uint8Array(position + all.length + below(3)).fill(0xee)
    const offset = -low
    assert.equal(packSize(type, count), all.length, name)
    assert.equal(pack(type.of(memory, { offset, count }), packed, position), position + all.length, name)
    assert.deepEqual(
      [...packed.subarray(position, position + all.length)],
      all.map((at) => memory[offset + at]),
      name,
    )
    assert.ok(packed.subarray(0, position).every((byte) => byte === 0xee))
    const restored = new Uint8Array(memory.length)
    assert.equal(unpack(packed, type.of(restored, { offset, count }), position), position + all.length, name)
    const expected = new Uint8Array(memory.length)
    for (const at of all) expected[offset + at] = memory[offset + at]
    assert.deepEqual(restored, expected, name)
  }
})

test('packExternal() writes big-endian numbers of the sizes of external32, and unpackExternal() reads them', () => {
  const wide = named(basic('AINT', 'signed', 4, 8))
  const narrow = named(basic('WCHAR', 'signed', 4, 2))
  const complex = named(basic('C_FLOAT_COMPLEX', 'complex', 8))
  const type = struct([2, 1, 1, 1, 1, 3], [0, 4, 8, 12, 16, 24], [INT16, wide, narrow, INT32, complex, BYTE])
  const memory = new DataView(new ArrayBuffer(27))
  memory.setInt16(0, 0x0102, true)
  memory.setInt16(2, -2, true)
  memory.setInt32(4, -3, true)
  memory.setInt32(8, 0x41, true)
  memory.setInt32(12, 0x01020304, true)
  memory.setFloat32(16, 1, true)
  memory.setFloat32(20, -2, true)
  for (let i = 0; i < 3; i++) memory.setUint8(24 + i, i + 1)
  const external = Buffer.alloc(packExternalSize(type, 1))
  assert.equal(packExternal(type.of(memory), external), external.length)
  assert.equal(external.toString('hex'), '0102fffefffffffffffffffd004101020304' + '3f800000c0000000' + '010203')
  const back = new DataView(new ArrayBuffer(27))
  unpackExternal(external, type.of(back))
  assert.deepEqual(new Uint8Array(back.buffer), new Uint8Array(memory.buffer))
})

test('elementsIn() counts basic elements, and knows when they end within one', () => {
  const pair = struct([1, 1], [0, 8], [INT64, INT16])
  const many = vector(3, 2, 4, pair)
  assert.deepEqual(
    [0, 8, 10, 18, 20, 60, 70, 9, 61, 64].map((bytes) => many.elementsIn(bytes)),
    [0, 1, 2, 3, 4, 12, 14, -1, -1, -1],
  )
  assert.deepEqual([contiguous(0, FLOAT64).elementsIn(0), contiguous(0, FLOAT64).elementsIn(8)], [0, -1])
})

test('what is no datatype, does not lie in its buffer or has wrong counts is refused before anything moves', () => {
  const column = vector(3, 1, 2, FLOAT64)
  const matrix = new Float64Array(6)
  const cases: [() => unknown, string][] = [
    [() => column.of(matrix, { offset: 2 }), 'ERR_BOUNDS'],
    [() => column.of(matrix, { offset: -1 }), 'ERR_BOUNDS'],
    [() => column.of(matrix, { count: 2 }), 'ERR_BOUNDS'],
    [() => column.of(matrix, { count: -1 }), 'ERR_COUNTS'],
    [() => column.of(matrix, { offset: 0.5 }), 'ERR_COUNTS'],
    [() => column.of('matrix' as never), 'ERR_NOT_BYTES'],
    [() => hindexed([1], [-8], FLOAT64).of(matrix), 'ERR_BOUNDS'],
    [() => vector(-1, 1, 1, FLOAT64), 'ERR_COUNTS'],
    [() => vector(1, Number.NaN, 1, FLOAT64), 'ERR_COUNTS'],
    [() => hindexed([1, 2], [0], FLOAT64), 'ERR_COUNTS'],
    [() => hindexed(undefined as never, [0], FLOAT64), 'ERR_COUNTS'],
    [() => contiguous(1, Float64Array as never), 'ERR_DATATYPE'],
    [() => pack(matrix as never, matrix), 'ERR_DATATYPE'],
    [() => pack(column.of(matrix), new Uint8Array(23)), 'ERR_BOUNDS'],
    [() => unpack(new Uint8Array(24), column.of(matrix), 1), 'ERR_BOUNDS'],
    [() => packExternal(column.of(matrix), new Uint8Array(24), -1), 'ERR_BOUNDS'],
  ]
  for (const [action, code] of cases) assert.throws(action, { code }, String(action))
  assert.equal(hindexed([1], [-8], FLOAT64).of(matrix, { offset: 1 }).bytes, 8)
})
