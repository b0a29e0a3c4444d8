import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as module from '../../../bench/harness/phases.ts'
import {
  type Chunk,
  durationsFor,
  durationsForPoints,
  LEAST_MEASURED,
  LEAST_WARM_UP,
  MOST_WARM_UP_TIMES,
  phases,
  rehearsal,
} from '../../../bench/harness/phases.ts'

const DURATIONS = { warmUp: 0.02, measure: 0.05, rehearsal: 0.03 }

/** Runs all chunks on a clock that only they move. */
function run(messages: number, millisecondsEach: number): Chunk[] {
  let clock = 0
  const chunks: Chunk[] = []
  for (const chunk of phases(DURATIONS, messages, () => clock)) {
    clock += chunk.intervals * millisecondsEach
    chunks.push(chunk)
  }
  return chunks
}

function milliseconds(chunks: Chunk[], each: number): number {
  return chunks.reduce((sum, { intervals }) => sum + intervals * each, 0)
}

test('phases() warms up, measures once, and checks all bytes in the first and the last interval', () => {
  const chunks = run(64, 0.01)
  assert.deepEqual(chunks.at(0), { intervals: 1, full: true, measured: false })
  assert.deepEqual(chunks.at(-1), { intervals: 1, full: true, measured: false })
  assert.ok(chunks.slice(1, -1).every(({ full }) => !full))
  assert.deepEqual(
    chunks.map(({ measured }) => measured),
    chunks.map((_, index) => index === chunks.length - 2),
  )
})

test('phases() spends the times that it is told when intervals are short', () => {
  const chunks = run(64, 0.01)
  const warmUp = milliseconds(chunks.slice(1, -2), 0.01)
  const measured = milliseconds(chunks.slice(-2, -1), 0.01)
  assert.ok(warmUp >= 20 && warmUp < 21, String(warmUp))
  assert.ok(measured > 49 && measured < 51, String(measured))
})

test('phases() warms up longer when too few messages have travelled', () => {
  const warmUp = run(2, 0.2).slice(1, -2)
  const intervals = milliseconds(warmUp, 1)
  assert.equal(intervals * 2, LEAST_WARM_UP)
})

test('phases() ends the warm-up after some time when messages are slow, and measures a few intervals', () => {
  const chunks = run(2, 30)
  assert.equal(milliseconds(chunks.slice(1, -2), 30), Math.ceil((20 * MOST_WARM_UP_TIMES) / 30) * 30)
  assert.equal(chunks.at(-2)?.intervals, LEAST_MEASURED)
})

test('phases() measures as many intervals as a second holds when four take longer, and at least one', () => {
  assert.equal(run(1, 400).at(-2)?.intervals, 2)
  assert.equal(run(1, 3000).at(-2)?.intervals, 1)
})

test('durationsForPoints() rehearses longer where ranks share processors', () => {
  assert.equal(durationsForPoints(1, 1).rehearsal, 1)
  assert.ok(durationsForPoints(30, 1).rehearsal >= 0.1)
  assert.ok(durationsForPoints(30, 4).rehearsal > durationsForPoints(30, 1).rehearsal)
  assert.equal(durationsForPoints(30, 0.5).rehearsal, durationsForPoints(30, 1).rehearsal)
})

test('rehearsal() spends its time and measures nothing', () => {
  let clock = 0
  for (const { intervals, full, measured } of rehearsal(0.03, () => clock)) {
    clock += intervals * 0.1
    assert.deepEqual([full, measured], [false, false])
  }
  assert.ok(clock >= 30 && clock < 31, String(clock))
})

test('durationsFor() rehearses long enough for V8, also when there is one size', () => {
  for (const sizes of [1, 3, 12, 100]) assert.ok(durationsFor(sizes).rehearsal * sizes >= 1)
})

test('the C programs have the same numbers as phases()', () => {
  const header = readFileSync(new URL('../../../../bench/peers/mpi/phases.h', import.meta.url), 'utf8')
  for (const [name, value] of Object.entries(module)) {
    if (typeof value === 'number') assert.match(header, new RegExp(`\\b${name} = ${value}\\b`))
  }
})
