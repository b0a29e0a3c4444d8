import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bandwidth } from '../../../bench/benchmarks/bandwidth.ts'
import { pingpong } from '../../../bench/benchmarks/pingpong.ts'
import { DEFAULT_SIZES } from '../../../bench/harness/sizes.ts'

test('pingpong has many buffers when they are small, and one when they are large', () => {
  assert.deepEqual(DEFAULT_SIZES.map(pingpong.buffers), [32, 32, 32, 32, 16, 4, 1, 1, 1, 1, 1, 1])
})

test('bandwidth has a window of 64 when messages are small, and of at least 4 when they are large', () => {
  assert.deepEqual(DEFAULT_SIZES.map(bandwidth.buffers), [64, 64, 64, 64, 64, 64, 64, 64, 16, 4, 4, 4])
})
