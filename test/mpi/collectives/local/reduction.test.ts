import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seedOfRun } from '../../../attach/random.ts'
import { runRanks } from '../../../support/ranks.ts'

const PROGRAM = new URL('ranks/reductions.js', import.meta.url)
const seed = seedOfRun()

async function hashOf(size: number, extent: 'all' | 'few', options: string[] = []): Promise<string> {
  const { code, stdout, stderr } = await runRanks(size, PROGRAM, {
    args: [String(seed), extent],
    options: ['--heap', '96M', ...options],
  })
  assert.equal(code, 0, stdout + stderr)
  return /^hash (.*)$/m.exec(stdout)![1]
}

for (const size of [1, 2, 3, 4, 5, 6, 7]) {
  test(`reductions of ${size} ranks are right in all kinds of memory (seed ${seed})`, async () => {
    await hashOf(size, size < 4 ? 'all' : 'few')
  })
}

test(`reductions give the same bits in every run, in shared memory and by messages (seed ${seed})`, async () => {
  const [first, second, staged] = [
    await hashOf(3, 'few'),
    await hashOf(3, 'few'),
    await hashOf(3, 'few', ['--protocol', 'staged']),
  ]
  assert.equal(second, first)
  assert.equal(staged, first)
})
