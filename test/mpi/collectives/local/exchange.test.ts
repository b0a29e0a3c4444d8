import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seedOfRun } from '../../../attach/random.ts'
import { runRanks } from '../../../support/ranks.ts'

const PROGRAM = new URL('ranks/exchanges.js', import.meta.url)

for (const size of [1, 2, 3, 4, 7]) {
  const seed = seedOfRun()
  test(`what ${size} ranks exchange is right in all kinds of memory (seed ${seed})`, async (t) => {
    const options = ['--heap', '96M']
    const { code, stdout, stderr } = await runRanks(size, PROGRAM, { args: [String(seed)], options })
    for (const [, passed] of stdout.matchAll(/^passed: (.*)$/gm)) await t.test(passed, () => undefined)
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout, /^all cases have passed$/m)
  })
}
