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
  const got = ['rank 1 got 3', 'rank 2 got 3']
  const told = { 'nobody waits': [], 'the root of a short broadcast does not wait': got }
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

  test('the root of a long broadcast does not wait', async () => {
    const program = new URL('ranks/pending-at-end.js', import.meta.url)
    const { code, stdout, stderr } = await runRanks(3, program, {
      args: ['the root of a long broadcast does not wait'],
    })
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^(rank [12] got (3|ERR_RANK_ENDED)\n){2}$/)
  })

  test('the root of a long broadcast by messages does not wait', async () => {
    const program = new URL('ranks/pending-at-end.js', import.meta.url)
    const args = ['the root of a long broadcast does not wait']
    const { code, stdout, stderr } = await runRanks(3, program, { args, options: ['--protocol', 'attach'] })
    assert.equal(code, 0, stderr)
    assert.deepEqual(stdout.split('\n').filter(Boolean).sort(), got)
  })
})
