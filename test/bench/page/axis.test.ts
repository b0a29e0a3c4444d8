import assert from 'node:assert/strict'
import { test } from 'node:test'
import { axisOfBytes, axisOfCounts, axisOfValues } from '../../../bench/page/axis.ts'

function labels({ ticks }: { ticks: readonly { label: string }[] }): string[] {
  return ticks.map(({ label }) => label)
}

test('axisOfBytes() names few lengths themselves, and every third power of two among many', () => {
  assert.deepEqual(labels(axisOfBytes([8, 1000, 2000], String)), ['8', '1000', '2000'])
  const many = Array.from({ length: 20 }, (_, power) => 8 * 2 ** power)
  assert.deepEqual(labels(axisOfBytes(many, String)), ['8', '64', '512', '4096', '32768', '262144', '2097152'])
})

test('axisOfBytes() is logarithmic, and has room for 0 at its left end', () => {
  const axis = axisOfBytes([0, 16, 64, 256], String)
  assert.deepEqual(labels(axis), ['0', '16', '64', '256'])
  assert.deepEqual(
    [0, 16, 64, 256].map((value) => Math.round(axis.place(value) * 300)),
    [0, 100, 200, 300],
  )
})

test('axisOfCounts() names each number of ranks once', () => {
  const axis = axisOfCounts([2, 4, 8, 2])
  assert.deepEqual(labels(axis), ['2', '4', '8'])
  assert.equal(axis.place(4), 0.5)
})

for (const values of [[1], [0.21, 0.35], [3, 90_000], [1, 10], [0.0123, 7], [999.9, 1000]]) {
  test(`axisOfValues() holds ${values.join(' and ')} between its ends, and has a name at two places or more`, () => {
    const axis = axisOfValues(values)
    for (const value of values) assert.ok(axis.place(value) >= 0 && axis.place(value) <= 1)
    assert.ok(labels(axis).filter((label) => label !== '').length >= 2)
    const places = axis.ticks.map(({ value }) => axis.place(value))
    assert.deepEqual([places[0], places.at(-1)], [0, 1])
  })
}

test('a single value has an axis of its own', () => {
  for (const axis of [axisOfBytes([8], String), axisOfCounts([2]), axisOfValues([5])]) {
    assert.ok(Number.isFinite(axis.place(8)))
  }
})
