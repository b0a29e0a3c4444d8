import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { runRanks } from '../../support/ranks.ts'
import { ALL_CHECKS, FRESH_CHECKS } from './all-checks.ts'

const RUN_CHECKS = new URL('./ranks/run-checks.js', import.meta.url)

/** Runs all checks in one job, and tells of each of them as a test. */
async function runChecks(
  t: TestContext,
  ranks: number,
  comm: 'world' | 'split',
  how: 'blocking' | 'nonblocking' | 'persistent' = 'blocking',
  options: string[] = [],
) {
  const seed = Math.floor(Math.random() * 2 ** 31)
  t.diagnostic(`seed ${seed}`)
  const heap = ['--heap', '64M']
  const { code, stdout, stderr } = await runRanks(ranks, RUN_CHECKS, {
    args: [String(seed), comm, how],
    options: [...heap, ...options],
  })
  const passed = stdout.split('\n')
  const names = Object.keys(how === 'persistent' ? FRESH_CHECKS : ALL_CHECKS)
  const failed = names.find((name) => !passed.includes(name))
  for (const name of names) {
    await t.test(name, () => assert.ok(passed.includes(name), name === failed ? stderr : 'not reached'))
  }
  assert.equal(code, 0, stderr)
}

for (const ranks of [1, 2, 3, 4, 5, 8]) {
  test(`collectives do what they say on ${ranks} ranks`, (t) => runChecks(t, ranks, 'world'))
}

for (const ranks of [1, 2, 4, 7]) {
  test(`nonblocking collectives do what they say on ${ranks} ranks`, (t) => runChecks(t, ranks, 'world', 'nonblocking'))
}

test('nonblocking collectives do what they say when no message is short', (t) =>
  runChecks(t, 3, 'world', 'nonblocking', ['--protocol', 'staged']))

for (const ranks of [1, 4]) {
  test(`persistent collectives do what they say on ${ranks} ranks`, (t) => runChecks(t, ranks, 'world', 'persistent'))
}

test('collectives do what they say in a communicator with other numbers than the world', (t) =>
  runChecks(t, 7, 'split'))

test('collectives do what they say when no message is short', (t) =>
  runChecks(t, 3, 'world', 'blocking', ['--protocol', 'staged']))
