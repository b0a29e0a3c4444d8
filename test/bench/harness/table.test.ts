import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatNumber, renderTable } from '../../../bench/harness/table.ts'

test('renderTable() aligns columns to the right', () => {
  const lines = renderTable(
    ['bytes', 'µs'],
    [
      ['8', '0.212'],
      ['16384K', '7'],
    ],
  )
  assert.equal(lines, ' bytes     µs\n     8  0.212\n16384K      7')
})

test('formatNumber() keeps three digits, and all before the point', () => {
  assert.deepEqual([0, 0.012345, 0.2, 1.239, 45.67, 123.4, 26213.6].map(formatNumber), [
    ...['0.00', '0.0123', '0.200', '1.24', '45.7', '123', '26214'],
  ])
})
