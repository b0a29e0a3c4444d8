import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEFAULT_SIZES, formatSize, parseSizes } from '../../../bench/harness/sizes.ts'

test('DEFAULT_SIZES go from 0 B to 16 MiB', () => {
  assert.equal(DEFAULT_SIZES[0], 0)
  assert.equal(DEFAULT_SIZES.at(-1), 16 * 1024 * 1024)
  assert.deepEqual(
    [...DEFAULT_SIZES].sort((a, b) => a - b),
    DEFAULT_SIZES,
  )
})

test('parseSizes() reads bytes, K and M, each size once', () => {
  assert.deepEqual(parseSizes('0,8,64k,1M, 3 ,8'), [0, 8, 65536, 1048576, 3])
})

for (const wrong of ['', '8,', '-1', '1.5K', '8B', '1G', '65M', 'NaN', '0x10']) {
  test(`parseSizes() throws ERR_BENCH_OPTION with the part when given '${wrong}'`, () => {
    assert.throws(
      () => parseSizes(wrong),
      (error: Error & { code: string }) =>
        error.code === 'ERR_BENCH_OPTION' && error.message.includes(`'${wrong.split(',').at(-1)}'`),
    )
  })
}

test('formatSize() gives back what parseSizes() reads', () => {
  assert.deepEqual([0, 8, 1000, 1024, 65536, 1536, 1048576, 1572864].map(formatSize), [
    ...['0', '8', '1000', '1K', '64K', '1536', '1M', '1536K'],
  ])
})
