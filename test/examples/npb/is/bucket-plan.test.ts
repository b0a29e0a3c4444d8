import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planBuckets } from '../../../../examples/npb/is/bucket-plan.ts'

test('planBuckets() gives each rank its share when buckets are even', () => {
  assert.deepEqual([...planBuckets(Int32Array.of(1, 1, 1, 1, 1, 1), 3)], [0, 2, 4, 6])
})

test('planBuckets() leaves a rank without buckets when one before it took more than its share', () => {
  assert.deepEqual([...planBuckets(Int32Array.of(0, 100, 0, 2), 3)], [0, 2, 2, 4])
  assert.deepEqual([...planBuckets(Int32Array.of(7), 4)], [0, 1, 1, 1, 1])
})

test('planBuckets() hands out every bucket that holds keys, in order', () => {
  const totals = Int32Array.of(0, 3, 1, 0, 4, 1, 5, 9, 2, 6, 0, 0)
  for (let ranks = 1; ranks <= 20; ranks++) {
    const firstBuckets = planBuckets(totals, ranks)
    assert.equal(firstBuckets[0], 0)
    assert.ok(firstBuckets.every((first, rank) => rank === 0 || first >= firstBuckets[rank - 1]))
    assert.ok(firstBuckets[ranks] >= 10, `${ranks} ranks: buckets from ${firstBuckets[ranks]} on belong to nobody`)
  }
})
