import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runExample } from '../run-example.ts'
import { refuses, verifiesClassS } from './verifies.ts'

verifiesClassS('ep', [1, 2, 3, 4], '33554432')

refuses('ep', [
  [2, ['X'], /no problem class 'X'; give one of S, W, A\./],
  [1, [], /one problem class/],
  [1, ['S', '--fast'], /--fast/],
])

test('ep prints how many pairs fell into each annulus, as published', () => {
  const { stdout } = runExample('npb/ep', 2, ['S'])
  const counts = [...stdout.matchAll(/^ \d to \d+ +=\s+(\d+)$/gm)].map(([, count]) => Number(count))
  assert.deepEqual(counts, [6140517, 5865300, 1100361, 68546, 1648, 17, 0, 0, 0, 0])
  assert.match(stdout, /^ +100 %$/m)
})
