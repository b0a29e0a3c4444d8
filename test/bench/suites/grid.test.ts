import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { COLLECTIVES } from '../../../bench/suites/collectives.ts'
import { GRID, gridOf, suiteOf } from '../../../bench/suites/grid.ts'

test('gridOf() measures five collectives at six lengths with 2, 4 and 8 ranks', () => {
  const { points, sizes, ranks } = gridOf(GRID)
  assert.deepEqual(ranks, [2, 4, 8])
  assert.deepEqual(sizes, [8, 1024, 16384, 131072, 1048576, 8388608])
  const all = points(8, sizes)
  assert.equal(all.length, 30)
  assert.deepEqual([...new Set(all.map(({ benchmark }) => benchmark))], GRID)
})

test('suiteOf() measures from 8 B to 8 MiB, in the arena and in ordinary memory', () => {
  const { sizes, points, ways } = suiteOf('alltoall')
  assert.deepEqual([sizes[0], sizes.at(-1)], [8, 8 * 1024 * 1024])
  assert.deepEqual(
    points(2, [8, 16]).map(({ benchmark, bytes }) => `${benchmark} ${bytes}`),
    ['alltoall 8', 'alltoall 16'],
  )
  const job = { name: 'collectives', ranks: 2, mayCrowd: true }
  assert.deepEqual(
    ways(job, ['arena', 'ordinary']).map(({ memory }) => memory),
    ['arena', 'ordinary'],
  )
})

test('suiteOf() measures a barrier once, without data', () => {
  const { points, ways, over } = suiteOf('barrier')
  assert.deepEqual(points(4, [8, 16]), [{ benchmark: 'barrier', bytes: 0 }])
  assert.equal(ways({ name: 'collectives', ranks: 2, mayCrowd: true }, ['arena', 'ordinary']).length, 1)
  assert.equal(over, 'ranks')
})

test('the C program knows every collective', () => {
  const source = readFileSync(new URL('../../../../bench/peers/mpi/collectives.c', import.meta.url), 'utf8')
  for (const { name } of COLLECTIVES) assert.ok(source.includes(`{"${name}", `), name)
})
