import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Point } from '../../../bench/harness/points.ts'
import { Taker } from '../../../bench/harness/taker.ts'

const IMPLEMENTATION = {
  name: 'mpich',
  label: 'mpich',
  memory: 'ordinary',
  protocol: 'default',
  version: '1',
  command: () => [],
} as const

const POINTS = ['bcast', 'reduce'].flatMap((benchmark) => [8, 1024, 8192].map((bytes) => ({ benchmark, bytes })))

function name({ benchmark, bytes }: Point): string {
  return `${benchmark} ${bytes}`
}

/** Takes a turn in which some points take too long; @returns each run's points, and where it was stuck. */
async function turn(taker: Taker, tooLong: readonly string[]) {
  const runs: string[][] = []
  const gaveUp: string[] = []
  const figures = await taker.turn(
    async (points) => {
      runs.push(points.map(name))
      const end = points.findIndex((point) => tooLong.includes(name(point)))
      const measured = end < 0 ? points : points.slice(0, end)
      return { figures: measured.map((point) => ({ ...point, microseconds: 1 })), said: '', stuck: end >= 0 }
    },
    (point) => gaveUp.push(name(point)),
  )
  return { runs, gaveUp, figures: figures.map((figure) => `${figure.benchmark} ${figure.bytes}`) }
}

test('turn() measures all points in one run when none takes too long', async () => {
  const { runs, gaveUp, figures } = await turn(new Taker(IMPLEMENTATION, 2, POINTS), [])
  assert.deepEqual(runs, [POINTS.map(name)])
  assert.deepEqual(figures, POINTS.map(name))
  assert.deepEqual(gaveUp, [])
})

test('turn() goes on behind a point that took too long, without the greater lengths of that benchmark', async () => {
  const { runs, gaveUp, figures } = await turn(new Taker(IMPLEMENTATION, 2, POINTS), ['bcast 1024'])
  assert.deepEqual(runs, [POINTS.map(name), ['reduce 8', 'reduce 1024', 'reduce 8192']])
  assert.deepEqual(gaveUp, ['bcast 1024'])
  assert.deepEqual(figures, ['bcast 8', 'reduce 8', 'reduce 1024', 'reduce 8192'])
})

test('turn() leaves out in later turns what was given up before', async () => {
  const taker = new Taker(IMPLEMENTATION, 2, POINTS)
  await turn(taker, ['bcast 8', 'reduce 8192'])
  assert.deepEqual((await turn(taker, [])).runs, [['reduce 8', 'reduce 1024']])
})

test('turn() runs nothing when everything was given up', async () => {
  const taker = new Taker(IMPLEMENTATION, 2, POINTS)
  await turn(taker, ['bcast 8', 'reduce 8'])
  assert.deepEqual((await turn(taker, [])).runs, [])
})
