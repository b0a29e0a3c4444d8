import assert from 'node:assert/strict'
import { test } from 'node:test'
import { size } from '../../../src/cli/doctor/size.ts'

test('size() chooses the largest unit that leaves a number from 1', () => {
  assert.equal(size(0), '0 bytes')
  assert.equal(size(1023), '1023 bytes')
  assert.equal(size(65536), '64 KiB')
  assert.equal(size(1.5 * 2 ** 30), '1.5 GiB')
  assert.equal(size(2 ** 40), '1 TiB')
  assert.equal(size(Number.POSITIVE_INFINITY), 'unlimited')
})
