import assert from 'node:assert/strict'
import { test } from 'node:test'
import { relativeError, verificationReport, verify } from '../../../examples/npb/verification.ts'

const zeta = (computed: number) => ({ name: 'zeta', computed: [computed], published: [8] })

test('relativeError() is the distance from the published value by its size, for vectors too', () => {
  assert.equal(relativeError(zeta(8)), 0)
  assert.equal(relativeError(zeta(6)), 0.25)
  assert.equal(relativeError({ name: '', computed: [-6], published: [-8] }), 0.25)
  assert.equal(relativeError({ name: '', computed: [3 + 3, 4 - 4], published: [3, 4] }), 1)
})

test('verify() is true only when every result is near enough', () => {
  assert.equal(verify([zeta(8), zeta(8 + 7e-10)], 1e-10), true)
  assert.equal(verify([zeta(8), zeta(8 + 9e-10)], 1e-10), false)
  assert.equal(verify([zeta(8 - 9e-10), zeta(8)], 1e-10), false)
})

test('verify() is false when a result is not a number', () => {
  assert.equal(verify([zeta(Number.NaN)], 1e-10), false)
  assert.equal(verify([zeta(Number.POSITIVE_INFINITY)], 1e-10), false)
})

test('verificationReport() has each result beside the published one, and marks what is too far off', () => {
  const checks = [
    zeta(8.25),
    { name: 'Checksum 1', computed: [1.5, 2.5], published: [1.5, 2.5] },
    { name: 'norm', computed: [1.25e-6], published: [1.25e-6] },
    zeta(Number.NaN),
  ]
  assert.deepEqual(
    verificationReport(checks, 1e-8)
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/)),
    [
      ['computed', 'published', 'error, at most 1e-8'],
      ['zeta', '8.2500000000000', '8', '3.1e-2', 'too far off'],
      ['Checksum 1', '1.5000000000000', '1.5000000000000'],
      ['2.5000000000000', '2.5000000000000', '0.0e+0'],
      ['norm', '1.2500000000000e-6', '1.2500000000000e-6', '0.0e+0'],
      ['zeta', 'NaN', '8', 'NaN', 'too far off'],
    ],
  )
})
