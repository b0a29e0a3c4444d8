import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bordersOutOfOrder } from '../../../../examples/npb/is/borders.ts'

test('bordersOutOfOrder() finds nothing when the ranks follow each other, some of them empty', () => {
  assert.equal(bordersOutOfOrder(Int32Array.of(2, 0, 4, 0, 0, 0, 1, 4, 4, 3, 5, 9)), 0)
})

test('bordersOutOfOrder() counts first keys that are smaller than the last of a rank before, over empty ranks too', () => {
  assert.equal(bordersOutOfOrder(Int32Array.of(2, 0, 4, 1, 3, 3, 5, 4, 9, 2, 8, 9)), 2)
  assert.equal(bordersOutOfOrder(Int32Array.of(2, 0, 4, 0, 0, 0, 1, 3, 3)), 1)
})
