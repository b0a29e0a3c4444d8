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
    [5040, 3, [21, 16, 15]],
    [98784, 5, [14, 14, 9, 8, 7]],
    [2 ** 31 - 1, 2, [2 ** 31 - 1, 1]],
  ] as const) {
    assert.deepEqual(dimsCreate(size, new Array(count).fill(0)), expected, `${size} in ${count}`)
  }
})

test('dimsCreate() finds what differs least', () => {
  for (let size = 1; size <= 300; size++) {
    let [least, shortest] = [size, 0]
    for (let a = 1; a <= size; a++) {
      for (let b = 1; b <= size / a; b++) {
        if (size % (a * b) !== 0) continue
        const lengths = [a, b, size / a / b]
        const low = Math.min(...lengths)
        const spread = Math.max(...lengths) - low
        if (spread < least || (spread === least && low > shortest)) [least, shortest] = [spread, low]
      }
    }
    const [long, middle, short] = dimsCreate(size, [0, 0, 0])
    assert.deepEqual([long - short, short], [least, shortest], `${size}`)
    assert.ok(long * middle * short === size && long >= middle && middle >= short)
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
