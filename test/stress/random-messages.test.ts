import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seedOfRun } from '../attach/random.ts'
import { runRanks } from '../support/ranks.ts'

const PROGRAM = new URL('random-messages.js', import.meta.url)

for (const [size, options, count] of [
  [4, [], 30_000],
  [2, [], 15_000],
  [4, ['--protocol', 'staged'], 5_000],
  [3, ['--protocol', 'push'], 5_000],
] as const) {
  const seed = seedOfRun()
  test(`${[count, 'random messages among', size, 'ranks', ...options].join(' ')} are right (seed ${seed})`, async () => {
    const { code, stdout, stderr } = await runRanks(size, PROGRAM, { args: [`${count}`, `${seed}`], options })
    assert.equal(code, 0, stdout + stderr)
    const [, messages] = /([\d,]+) messages of .* are right$/m.exec(stdout)!
    assert.ok(Number(messages.replaceAll(',', '')) >= count, stdout)
  })
}
