import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { runRanks } from '../../support/ranks.ts'

test('nonblocking collectives go on in all calls, and end in any order', async (t) => {
  const { code, stdout, stderr } = await runRanks(4, new URL('ranks/nonblocking.js', import.meta.url))
  for (const [, passed] of stdout.matchAll(/^passed: (.*)$/gm)) await t.test(passed, () => undefined)
  assert.equal(code, 0, stdout + stderr)
  assert.match(stdout, /^all cases have passed$/m)
})

describe('a program ends while a nonblocking collective is under way', () => {
  const told = { 'nobody waits': [], 'the root of a broadcast does not wait': ['rank 1 got 3', 'rank 2 got 3'] }
  const ended = ['rank 1 got ERR_RANK_ENDED', 'rank 2 got ERR_RANK_ENDED']
  const cases = { ...told, 'one never joins, and others wait': ended, 'one never joins, and others await': ended }
  for (const [how, lines] of Object.entries(cases)) {
    test(how, async () => {
      const program = new URL('ranks/pending-at-end.js', import.meta.url)
      const { code, stdout, stderr } = await runRanks(3, program, { args: [how] })
      assert.equal(code, 0, stderr)
      assert.deepEqual(stdout.split('\n').filter(Boolean).sort(), lines)
    })
  }
})
