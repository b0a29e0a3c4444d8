import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { seedOfRun } from '../../../attach/random.ts'
import { runRanks } from '../../../support/ranks.ts'

const PROGRAM = new URL('ranks/blocks.js', import.meta.url)

for (const [size, rounds, by, options] of [
  [2, 100_000, 'blocks', []],
  [4, 2000, 'blocks', []],
  [3, 500, 'messages', ['--protocol', 'staged']],
] as const) {
  const seed = seedOfRun()
  test(`control blocks of ${size} ranks, ${by} (seed ${seed})`, async (t) => {
    const { code, stdout, stderr } = await runRanks(size, PROGRAM, {
      args: [String(seed), String(rounds), by],
      options: ['--heap', '96M', ...options],
      timeout: 100_000,
    })
    for (const [, passed] of stdout.matchAll(/^passed: (.*)$/gm)) await t.test(passed, () => undefined)
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout, /^all cases have passed$/m)
  })
}

const { status } = spawnSync('prlimit', ['--version'])
const skip = status === 0 ? false : 'prlimit is not installed'

test('collectives go by messages where a rank has no room for windows', { skip }, async () => {
  const { code, stdout, stderr } = await runRanks(2, new URL('ranks/no-windows.js', import.meta.url), {
    options: ['--heap', '64M'],
  })
  assert.equal(code, 0, stdout + stderr)
  assert.match(stdout, /^1 of 2 ranks sees the other, and nobody has a block$/m)
})

test('a rank that ends before the first collective is told to all that call it, again and again', async () => {
  for (const absent of [0, 2]) {
    const { code, stdout, stderr } = await runRanks(3, new URL('ranks/absent.js', import.meta.url), {
      args: [String(absent)],
    })
    assert.equal(code, 0, stdout + stderr)
    const lines = stdout.split('\n').filter(Boolean).sort()
    const present = [0, 1, 2].filter((rank) => rank !== absent)
    assert.deepEqual(
      lines.map((line) => Number(line.split(' ')[1])),
      present,
      stdout,
    )
    for (const line of lines) assert.match(line, /^rank \d was told( ERR_(RANK_ENDED|COLLECTIVE_PEER)){3}$/)
  }
})
