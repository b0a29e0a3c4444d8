import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as module from '../../../bench/harness/points.ts'
import { callsFor, mostCalls, parsePoints, pointsArguments } from '../../../bench/harness/points.ts'

test('parsePoints() reads what pointsArguments() wrote, with neighbours of one benchmark together', () => {
  const points = [
    { benchmark: 'bcast', bytes: 8 },
    { benchmark: 'bcast', bytes: 1024 },
    { benchmark: 'barrier', bytes: 0 },
    { benchmark: 'bcast', bytes: 16 },
  ]
  const task = { points, warmUp: 0.02, measure: 0.04, rehearsal: 0.1, calls: 8 }
  const args = pointsArguments(task)
  assert.equal(args[0], 'bcast:8,1024;barrier:0;bcast:16')
  assert.deepEqual(parsePoints(args), task)
})

test('callsFor() gives many calls to small sizes, one to large ones, and fewer where ranks outnumber processors', () => {
  const sizes = [0, 8, 512, 1024, 4096, 16384, 1048576]
  assert.deepEqual(
    sizes.map((bytes) => callsFor(bytes, mostCalls(false))),
    [32, 32, 32, 16, 4, 1, 1],
  )
  assert.deepEqual(
    sizes.map((bytes) => callsFor(bytes, mostCalls(true))),
    [8, 8, 8, 8, 4, 1, 1],
  )
})

test('the C programs have the same numbers as callsFor()', () => {
  const header = readFileSync(new URL('../../../../bench/peers/mpi/together.h', import.meta.url), 'utf8')
  for (const [name, value] of Object.entries(module)) {
    if (typeof value === 'number') assert.match(header, new RegExp(`\\b${name} = ${value}\\b`))
  }
})
