import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomVectors } from '../../../../examples/npb/cg/sparse-vectors.ts'
import { Randlc } from '../../../../examples/npb/randlc.ts'

test('randomVectors() gives each vector its elements at different places, and 0.5 at its own number', () => {
  const size = 300
  const { starts, positions, values } = randomVectors(size, 5)
  assert.equal(starts[size], positions.length)
  let ownDrawn = 0
  for (let vector = 0; vector < size; vector++) {
    const own = [...positions.subarray(starts[vector], starts[vector + 1])]
    assert.ok(own.every((position) => position >= 0 && position < size))
    assert.equal(new Set(own).size, own.length)
    assert.equal(values[starts[vector] + own.indexOf(vector)], 0.5)
    if (own.length === 5) ownDrawn++
    else assert.equal(own.length, 6)
  }
  assert.ok(ownDrawn > 0 && ownDrawn < 20, `${ownDrawn} vectors have drawn their own number`)
  assert.ok(values.every((value) => value > 0 && value < 1))
})

test('randomVectors() draws value and position by turns, from the second number of the sequence on', () => {
  const random = new Randlc(1)
  // 4 rows: every number of two bits is a position, and so none is drawn in vain but for a repeated one.
  const { positions, values } = randomVectors(4, 1)
  const value = random.next() / 2 ** 46
  const position = Math.floor((random.next() / 2 ** 46) * 4)
  assert.equal(positions[0], position)
  assert.equal(values[0], position === 0 ? 0.5 : value)
})
