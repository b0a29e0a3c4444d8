import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planeLength, rowLength, slabLength, wrapPlanes, wrapWhole } from '../../../../examples/npb/mg/slab.ts'
import { at, eachPoint, wholeCube } from './cube.ts'

const SIDE = 4

test('wrapPlanes() and wrapWhole() fill the border of a cube with the points of the other side', () => {
  const slab = wholeCube(SIDE)
  const field = new Float64Array(slabLength(slab)).fill(Number.NaN)
  const place = (x: number, y: number, z: number) => z * planeLength(slab) + y * rowLength(slab) + x
  eachPoint(SIDE, (x, y, z) => {
    field[place(x, y, z)] = 100 * z + 10 * y + x
  })
  wrapPlanes(field, slab)
  wrapWhole(field, slab)
  for (let z = 0; z <= SIDE + 1; z++) {
    for (let y = 0; y <= SIDE + 1; y++) {
      for (let x = 0; x <= SIDE + 1; x++) {
        assert.equal(field[place(x, y, z)], at(field, SIDE, x, y, z), `point ${x}, ${y}, ${z}`)
      }
    }
  }
})

test('wrapPlanes() leaves the planes of the border alone', () => {
  const slab = { side: SIDE, planes: 2 }
  const field = new Float64Array(slabLength(slab)).fill(7)
  field.fill(1, planeLength(slab), planeLength(slab) * 3)
  wrapPlanes(field, slab)
  assert.ok(field.subarray(0, planeLength(slab)).every((value) => value === 7))
  assert.ok(field.subarray(planeLength(slab) * 3).every((value) => value === 7))
})
