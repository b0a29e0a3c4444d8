import assert from 'node:assert/strict'
import { test } from 'node:test'
import { geometricMean, mean, median, summarize } from '../../../bench/harness/statistics.ts'

test('summarize() gives the middle value when the number of values is odd', () => {
  assert.deepEqual(summarize([10, 9, 100]), { median: 10, min: 9, max: 100 })
})

test('summarize() gives the mean of the two middle values when the number of values is even', () => {
  assert.deepEqual(summarize([4, 1, 100, 2]), { median: 3, min: 1, max: 100 })
})

test('summarize() leaves its argument as it is', () => {
  const values = [3, 1, 2]
  summarize(values)
  assert.deepEqual(values, [3, 1, 2])
})

test('median() takes typed arrays too', () => {
  assert.equal(median(Float64Array.of(30, 1, 2)), 2)
})

test('summarize() throws RangeError when there are no values', () => {
  assert.throws(() => summarize([]), RangeError)
})

test('mean() and geometricMean() give what their names say', () => {
  assert.equal(mean([1, 2, 6]), 3)
  assert.ok(Math.abs(geometricMean([1, 2, 4]) - 2) < 1e-12)
})

test('mean() and geometricMean() throw RangeError when there are no values', () => {
  assert.throws(() => mean([]), RangeError)
  assert.throws(() => geometricMean([]), RangeError)
})
