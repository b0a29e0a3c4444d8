import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countBuckets, countKeys, sortIntoBuckets } from '../../../../examples/npb/is/counting.ts'

// Lengths around the four keys that the loops take in a turn.
const lists = [[], [5], [9, 8, 7], [1, 2, 3, 4], [15, 0, 7, 7, 8], [3, 14, 15, 9, 2, 6, 5]].map((keys) =>
  Int32Array.from(keys),
)

test('countBuckets() counts the keys of each bucket, whatever was in the sizes before', () => {
  for (const keys of lists) {
    const sizes = new Int32Array(4).fill(99)
    countBuckets(keys, 2, sizes)
    assert.deepEqual(
      [...sizes],
      [0, 1, 2, 3].map((bucket) => keys.filter((key) => key >> 2 === bucket).length),
    )
  }
})

test('sortIntoBuckets() keeps the order of keys within a bucket', () => {
  for (const keys of lists) {
    const buckets = [0, 1, 2, 3].map((bucket) => [...keys].filter((key) => key >> 2 === bucket))
    const next = new Int32Array(4)
    for (let bucket = 1; bucket < 4; bucket++) next[bucket] = next[bucket - 1] + buckets[bucket - 1].length
    const target = new Int32Array(keys.length)
    sortIntoBuckets(keys, 2, next, target)
    assert.deepEqual([...target], buckets.flat())
  }
})

test('countKeys() counts the keys up to each value, from the smallest possible key on', () => {
  for (const keys of lists) {
    const shifted = keys.map((key) => key + 100)
    const counts = new Int32Array(16).fill(99)
    countKeys(shifted, 100, counts)
    assert.deepEqual(
      [...counts],
      Array.from({ length: 16 }, (_, i) => keys.filter((key) => key <= i).length),
    )
  }
})
