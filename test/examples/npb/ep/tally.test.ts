import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PROBLEMS, TOLERANCE } from '../../../../examples/npb/ep/problem.ts'
import { ANNULI, addToTally, COUNTS, emptyTally, SUM_X, SUM_Y } from '../../../../examples/npb/ep/tally.ts'
import { Randlc } from '../../../../examples/npb/randlc.ts'
import { verify } from '../../../../examples/npb/verification.ts'

test('addToTally() makes deviates whose distance is that of the polar method, in the direction of the pair', () => {
  const tally = emptyTally()
  // (0.6, -0.6) after scaling: 0.72 from the centre, squared.
  addToTally(Float64Array.of(0.8, 0.2), tally)
  const distance = Math.sqrt(-2 * Math.log(0.72))
  assert.ok(Math.abs(tally[SUM_X] - distance * Math.SQRT1_2) < 1e-15)
  assert.ok(Math.abs(tally[SUM_Y] + distance * Math.SQRT1_2) < 1e-15)
  assert.deepEqual([...tally.subarray(COUNTS)], [1, ...new Array(ANNULI - 1).fill(0)])
})

test('addToTally() leaves out pairs outside of the circle, and counts by the greater deviate', () => {
  const tally = emptyTally()
  addToTally(Float64Array.of(0.01, 0.02, 0.95, 0.9), tally)
  assert.deepEqual([...tally], [...emptyTally()])
  // Close to the centre, in y: a deviate of about 4.8.
  addToTally(Float64Array.of(0.5, 0.5 + 2 ** -18), tally)
  const deviate = Math.sqrt(-2 * Math.log(2 ** -34))
  assert.equal(tally[COUNTS + Math.floor(deviate)], 1)
  assert.ok(Math.abs(tally[SUM_Y] - deviate) < 1e-12)
  assert.equal(tally[SUM_X], 0)
  // The same in x, and to the other side.
  addToTally(Float64Array.of(0.5 - 2 ** -18, 0.5), tally)
  assert.equal(tally[COUNTS + Math.floor(deviate)], 2)
})

test('addToTally() makes deviates of variance 1', () => {
  const uniform = new Float64Array(200_000)
  new Randlc().fill(uniform)
  const tally = emptyTally()
  addToTally(uniform, tally)
  const pairs = tally.subarray(COUNTS).reduce((sum, count) => sum + count)
  assert.ok(Math.abs(pairs / 100_000 - Math.PI / 4) < 0.01)
  // Both of a pair are below 1 in size with probability 0.6827^2.
  assert.ok(Math.abs(tally[COUNTS] / pairs - 0.6827 ** 2) < 0.01)
  assert.ok(Math.abs(tally[SUM_X] / pairs) < 0.02 && Math.abs(tally[SUM_Y] / pairs) < 0.02)
})

test('the verification of EP fails when a single pair is counted twice', () => {
  const { gaussianPairs, sumX } = PROBLEMS.get('S')!
  assert.equal(verify([{ name: '', computed: [gaussianPairs + 1], published: [gaussianPairs] }], TOLERANCE), false)
  assert.equal(verify([{ name: '', computed: [sumX + 1e-3], published: [sumX] }], TOLERANCE), false)
})
