import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runRanks } from '../../support/ranks.ts'

test('collectives refuse wrong arguments before anything is sent', async () => {
  const { code, stdout, stderr } = await runRanks(3, new URL('./ranks/argument-errors.js', import.meta.url))
  assert.equal(code, 0, stderr)
  assert.match(stdout, /^\d+ mistakes told$/m)
})

test('collectives with a root say which roots ranks have when they disagree', async () => {
  const { code, stdout, stderr } = await runRanks(3, new URL('./ranks/roots.js', import.meta.url))
  assert.equal(code, 0, stderr)
  assert.match(stdout, /^the roots are told$/m)
})

test('collectives say what was expected when ranks disagree about them', async () => {
  const { code, stdout, stderr } = await runRanks(2, new URL('./ranks/disagreements.js', import.meta.url))
  assert.equal(code, 0, stderr)
  assert.match(stdout, /^\d+ disagreements told$/m)
})
