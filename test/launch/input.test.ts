import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runRanks } from '../support/ranks.ts'

test('rank 0 gets the standard input, and the others an empty one', async () => {
  const program = new URL('./ranks/read-input.js', import.meta.url)
  const { code, stdout } = await runRanks(3, program, { input: 'for rank 0' })
  assert.equal(code, 0)
  assert.deepEqual(stdout.trim().split('\n').sort(), ["rank 0 read 'for rank 0'", "rank 1 read ''", "rank 2 read ''"])
})
