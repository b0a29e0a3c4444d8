import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runExample } from '../run-example.ts'
import { refuses, verifiesClassS } from './verifies.ts'

verifiesClassS('cg', [1, 2, 3, 4], '1400')

refuses('cg', [
  [2, ['X'], /no problem class 'X'/],
  [1, ['S', 'W'], /there are 2/],
])

test('cg prints zeta after each iteration', () => {
  const { stdout } = runExample('npb/cg', 2, ['S'])
  const lines = [...stdout.matchAll(/^ +(\d+) +\d\.\d{13}e-\d+ +(\d+\.\d{13})$/gm)]
  assert.deepEqual(
    lines.map(([, iteration]) => Number(iteration)),
    Array.from({ length: 15 }, (_, i) => i + 1),
  )
  assert.ok(Math.abs(Number(lines[14][2]) - 8.5971775078648) < 1e-9)
})
