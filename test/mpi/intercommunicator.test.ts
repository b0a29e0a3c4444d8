import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runRanks } from '../support/ranks.ts'
import { runCases } from './run-cases.ts'

test('intercommunicators join two groups', async (t) => {
  await runCases(t, 5, 'intercommunicators')
})

test('collectives cross between the two groups of an intercommunicator', async (t) => {
  await runCases(t, 5, 'inter-collectives')
})

for (const when of ['intercommCreate', 'allreduce', 'iallreduce', 'barrier', 'merge', 'recv']) {
  test(`${when} tells all of a group when the other one has ended`, async () => {
    const program = new URL('ranks/inter-without-group.js', import.meta.url)
    const { stdout } = await runRanks(3, program, { args: ['done', when] })
    // Who waits for the other group is told that, and who waits for that rank, that it has failed.
    assert.match(stdout, /^(ERR_RANK_ENDED|ERR_COLLECTIVE_PEER)\n(ERR_RANK_ENDED|ERR_COLLECTIVE_PEER)\n$/)
    assert.match(stdout, /ERR_RANK_ENDED/)
  })
}

test('who waits for the other group is told when it is killed', async () => {
  const program = new URL('ranks/inter-without-group.js', import.meta.url)
  const { stdout } = await runRanks(3, program, { args: ['killed', 'iallreduce'] })
  assert.equal(stdout, 'ERR_RANK_DIED\nERR_RANK_DIED\n')
})
