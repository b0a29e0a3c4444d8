import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seedOfRun } from '../../attach/random.ts'
import { runRanks } from '../../support/ranks.ts'

const PROGRAM = new URL('random-collectives.js', import.meta.url)

for (const [size, options, count] of [
  [2, [], 2000],
  [4, [], 3000],
  [7, [], 1500],
  [3, ['--protocol', 'staged'], 800],
] as const) {
  const seed = seedOfRun()
  test(`${[count, 'random collectives on', size, 'ranks', ...options].join(' ')} are right (seed ${seed})`, async () => {
    const { code, stdout, stderr } = await runRanks(size, PROGRAM, { args: [`${count}`, `${seed}`], options })
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout, /^[\d,]+ calls of 17 kinds are right/m)
  })
}
