import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runExample } from '../run-example.ts'
import { refuses, verifiesClassS } from './verifies.ts'

verifiesClassS('ft', [1, 2, 4, 8], '64x64x64')

refuses('ft', [
  [3, ['S'], /power of two of ranks up to 64, not on 3\./],
  [2, ['X'], /no problem class 'X'/],
])

test('ft prints the checksum after each iteration', () => {
  const { stdout } = runExample('npb/ft', 2, ['S'])
  const lines = [...stdout.matchAll(/^ +T = (\d) +Checksum = +(\d+\.\d+) +(\d+\.\d+)$/gm)]
  assert.equal(lines.length, 6)
  assert.deepEqual(lines[0].slice(1), ['1', '554.6087004964', '484.5363331978'])
})
