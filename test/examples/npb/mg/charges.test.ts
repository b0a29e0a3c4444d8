import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeCharges } from '../../../../examples/npb/mg/charges.ts'
import { slabLength } from '../../../../examples/npb/mg/slab.ts'
import { Randlc } from '../../../../examples/npb/randlc.ts'
import { world } from '../../../../src/mpi/index.ts'
import { at, eachPoint, wholeCube } from './cube.ts'

test('placeCharges() marks the ten greatest and the ten smallest random numbers', () => {
  const side = 8
  const field = new Float64Array(slabLength(wholeCube(side))).fill(9)
  placeCharges(world, field, wholeCube(side), 0)

  const numbers = new Float64Array(side ** 3)
  new Randlc().fill(numbers)
  const sorted = numbers.slice().sort()
  let point = 0
  eachPoint(side, (x, y, z) => {
    const number = numbers[point++]
    const charge = number >= sorted[sorted.length - 10] ? 1 : number <= sorted[9] ? -1 : 0
    assert.equal(at(field, side, x, y, z), charge, `point ${x}, ${y}, ${z}`)
  })
})
