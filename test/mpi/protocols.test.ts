import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ORDINARY_USER, YAMA_FORBIDS } from '../attach/start-target.ts'
import { runCases } from './run-cases.ts'

// A process of root attaches to all others, so root's tests run their ranks as an ordinary user's.
const user = ORDINARY_USER.uid === undefined ? {} : { uid: ORDINARY_USER.uid }
const WARNING = /CROSSMEM_SLOWER_WAY/g
// Ranks name their launcher to Yama, and so permit each other to attach; a mode above 1 forbids it whatever they say.
const permitted = YAMA_FORBIDS === false

test('messages travel by the protocols of the table', { skip: !permitted && YAMA_FORBIDS }, async (t) => {
  const stderr = await runCases(t, 2, 'protocols', { args: ['any', 'none'], ...user })
  assert.doesNotMatch(stderr, WARNING)
})

for (const forced of ['eager', 'mapped', 'attach', 'push', 'staged']) {
  test(`messages travel by ${forced} when they are forced to`, { skip: !permitted && YAMA_FORBIDS }, async (t) => {
    await runCases(t, 2, 'protocols', { args: [forced, 'none'], options: ['--protocol', forced], ...user })
  })
}

test('messages travel without attaching where it is forbidden, and the reason is told once', async (t) => {
  const stderr = await runCases(t, 2, 'protocols', { args: ['any', 'all'], ...user })
  assert.equal(stderr.match(WARNING)?.length, 1, stderr)
  assert.match(stderr, /rank \d may not attach to rank \d \(pid \d+\): .*Messages go another way meanwhile/)
})

for (const hidden of ['0', '1']) {
  test(`messages travel by what is left when only rank ${hidden} forbids to attach to it`, {
    skip: !permitted && YAMA_FORBIDS,
  }, async (t) => {
    const stderr = await runCases(t, 2, 'protocols', { args: ['any', hidden], ...user })
    assert.equal(stderr.match(WARNING)?.length, 1, stderr)
  })
}

test('messages that may only attach fail with a clear error where it is forbidden', async (t) => {
  await runCases(t, 2, 'protocols', { args: ['attach', 'all'], options: ['--protocol', 'attach'], ...user })
})
