import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ORDINARY_USER, YAMA_FORBIDS } from '../../../attach/start-target.ts'
import { runRanks } from '../../../support/ranks.ts'

// A process of root attaches to all others, so root's tests run their ranks as an ordinary user's.
const user = ORDINARY_USER.uid === undefined ? {} : { uid: ORDINARY_USER.uid }

async function run(ranks: number, hidden: string, when: string): Promise<{ attach: number; staged: number }> {
  const program = new URL('./ranks/attached.js', import.meta.url)
  const { code, stdout, stderr } = await runRanks(ranks, program, { args: [hidden, when], ...user })
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout)
}

const skip = YAMA_FORBIDS

test('collectives copy long buffers outside of the arenas once, by attaching', { skip }, async () => {
  const { attach, staged } = await run(3, 'nobody', 'before')
  assert.ok(attach > 0)
  assert.equal(staged, 0)
})

test('collectives stage long buffers where nobody may attach', { skip }, async () => {
  const { attach, staged } = await run(3, 'all', 'before')
  assert.equal(attach, 0)
  assert.ok(staged > 0)
})

for (const hidden of ['0', '1', '2'])
  test(`collectives stage what rank ${hidden} has, which forbids others to attach to it`, { skip }, async () => {
    const { staged } = await run(3, hidden, 'before')
    assert.ok(staged > 0)
  })

for (const ranks of [2, 4])
  for (const hidden of ['0', 'all'])
    test(`collectives of ${ranks} ranks ask for messages when ${hidden} may not be attached to any more`, {
      skip,
    }, async () => {
      const { attach } = await run(ranks, hidden, 'after')
      assert.ok(attach > 0)
    })
