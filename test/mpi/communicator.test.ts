import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runRanks } from '../support/ranks.ts'
import { runCases } from './run-cases.ts'

test('communicators are made of groups', async (t) => {
  const seed = process.env.SEED ?? String(Math.floor(Math.random() * 2 ** 31))
  t.diagnostic(`seed ${seed}`)
  await runCases(t, 4, 'groups', { args: [seed] })
})

for (const [how, told] of [
  ['killed', 'ERR_RANK_DIED'],
  ['done', 'ERR_RANK_ENDED'],
]) {
  test(`createGroup() tells whoever asks the others when one of them is ${how}`, async () => {
    const program = new URL('ranks/group-without-member.js', import.meta.url)
    const { stdout } = await runRanks(2, program, { args: [how] })
    assert.equal(stdout.trim(), told)
  })
}
