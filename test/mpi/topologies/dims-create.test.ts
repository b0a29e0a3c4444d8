import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dimsCreate } from '../../../src/mpi/topologies/dims-create.ts'

test('dimsCreate() divides as equally as it can be, in descending order', () => {
  for (const [size, count, expected] of [
    [1, 3, [1, 1, 1]],
    [6, 2, [3, 2]],
    [7, 2, [7, 1]],
    [12, 2, [4, 3]],
    [16, 3, [4, 2, 2]],
    [24, 3, [4, 3, 2]],
    [36, 2, [6, 6]],
    [72, 2, [9, 8]],
    [10 ** 9, 3, [1000, 1000, 1000]],
    [2310, 4, [11, 7, 6, 5]],
    [2 ** 31 - 1, 2, [2 ** 31 - 1, 1]],
  ] as const) {
    assert.deepEqual(dimsCreate(size, new Array(count).fill(0)), expected, `${size} in ${count}`)
  }
})

test('dimsCreate() finds no shorter longest dimension than there is', () => {
  for (let size = 1; size <= 200; size++) {
    let shortest = size
    for (let a = 1; a <= size; a++) {
      for (let b = 1; b <= size / a; b++) {
        if (size % (a * b) === 0) shortest = Math.min(shortest, Math.max(a, b, size / a / b))
      }
    }
    const dims = dimsCreate(size, [0, 0, 0])
    assert.equal(dims[0], shortest, `${size}: ${dims}`)
    assert.equal(dims[0] * dims[1] * dims[2], size)
    assert.ok(dims[0] >= dims[1] && dims[1] >= dims[2])
  }
})

test('dimsCreate() leaves given lengths as they are', () => {
  assert.deepEqual(dimsCreate(24, [0, 2, 0]), [4, 2, 3])
  assert.deepEqual(dimsCreate(6, [2, 3]), [2, 3])
  assert.deepEqual(dimsCreate(1, []), [])
})

test('dimsCreate() refuses what cannot be', () => {
  for (const [size, dims] of [
    [7, [2, 0]],
    [6, [2, 2]],
    [2, []],
    [0, [0]],
    [1.5, [0]],
    [4, [-2, -2]],
  ] as const) {
    assert.throws(() => dimsCreate(size, dims), { code: 'ERR_DIMS' }, `${size} in ${dims}`)
  }
})
