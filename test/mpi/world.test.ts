import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { runRanks } from '../support/ranks.ts'

const WOKEN = new URL('ranks/exit-while-woken.js', import.meta.url)
const UNRECEIVED = new URL('ranks/unreceived.js', import.meta.url)

describe('a rank that ends in the moment in which its event loop is woken', () => {
  for (const [how, code] of [
    ['', 0],
    ['exit', 0],
    ['throw', 1],
  ] as const) {
    test(`ends as it wants to: ${how || 'with nothing left to do'}`, async () => {
      const result = await runRanks(1, WOKEN, { args: [how] })
      assert.equal(result.code, code, result.stderr)
      assert.doesNotMatch(result.stderr, /FATAL|SIGABRT/)
    })
  }
})

test('ranks that end with messages for each other which nobody receives, end', async () => {
  const { code, stdout, stderr } = await runRanks(3, UNRECEIVED)
  assert.deepEqual([code, stdout, stderr], [0, '', ''])
})
