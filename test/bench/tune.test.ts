import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { bestLimit, renderTuning } from '../../bench/tune.ts'

const CLI = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

test('bestLimit() is the last size at which each for itself is faster, if one does not count more than the others', () => {
  const sizes = [64, 128, 256, 512]
  const slices = [4, 4, 4, 4]
  assert.equal(bestLimit(sizes, [1, 2, 3, 5], slices), 256)
  assert.equal(bestLimit(sizes, [1, 2, 3, 3.9], slices), 512)
  assert.equal(bestLimit(sizes, [5, 6, 7, 8], slices), 0)
  assert.equal(bestLimit(sizes, [1, 4.2, 2, 9], slices), 256, 'one was disturbed')
  assert.equal(bestLimit(sizes, [4.2, 5, 3.9, 9], slices), 0, 'a small gain behind losses')
})

test('renderTuning() gives JSON, a row a line', () => {
  const rows = [
    { ranks: 2, combineAll: 16384 },
    { ranks: 4, combineAll: 0 },
  ]
  assert.equal(renderTuning(rows), '[\n  {"ranks":2,"combineAll":16384},\n  {"ranks":4,"combineAll":0}\n]\n')
  assert.deepEqual(JSON.parse(renderTuning(rows)), rows)
})

test('crossmem bench tune prints a table alone on its standard output, and what it measured beside', () => {
  const args = [CLI, 'bench', 'tune', '--ranks', '2', '--rounds', '1']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  const [row, ...more] = JSON.parse(stdout) as { ranks: number; combineAll: number }[]
  assert.deepEqual(more, [])
  assert.equal(row.ranks, 2)
  assert.ok([0, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384].includes(row.combineAll), stdout)
  assert.match(stderr, /2 ranks, allreduce of 64: each for itself [\d.]+ µs, in slices [\d.]+ µs/)
  assert.match(stderr, /name that in CROSSMEM_TUNING/)
})
