import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runRanks } from '../../support/ranks.ts'

for (const [size, options] of [
  [2, []],
  [4, []],
  [5, []],
  [3, ['--protocol', 'staged']],
] as const) {
  test(`an op that throws ends the call for those that need it, on ${[size, 'ranks', ...options].join(' ')}`, async (t) => {
    const { code, stdout, stderr } = await runRanks(size, new URL('ranks/throwing-op.js', import.meta.url), { options })
    for (const [, passed] of stdout.matchAll(/^passed: (.*)$/gm)) await t.test(passed, () => undefined)
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout, /^all cases have passed$/m)
  })
}
