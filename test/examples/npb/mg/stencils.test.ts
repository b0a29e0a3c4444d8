import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planeLength, rowLength, slabLength } from '../../../../examples/npb/mg/slab.ts'
import { prolongate, residual, restrict, smooth, sumOfSquares } from '../../../../examples/npb/mg/stencils.ts'
import { at, eachPoint, randomCube, weighted, wholeCube } from './cube.ts'

const SIDE = 8
const CUBE = wholeCube(SIDE)

function near(found: number, expected: number, what: string): void {
  assert.ok(Math.abs(found - expected) < 1e-13, `${what}: ${found}, not ${expected}`)
}

test('residual() subtracts the weighted neighbours, also in place', () => {
  const u = randomCube(SIDE)
  const v = randomCube(SIDE, 5000)
  const r = new Float64Array(v.length)
  residual(u, v, r, CUBE)
  eachPoint(SIDE, (x, y, z) => {
    const applied = weighted(u, SIDE, [x, y, z], [-8 / 3, 0, 1 / 6, 1 / 12])
    near(at(r, SIDE, x, y, z), at(v, SIDE, x, y, z) - applied, `point ${x}, ${y}, ${z}`)
  })
  const inPlace = v.slice()
  residual(u, inPlace, inPlace, CUBE)
  eachPoint(SIDE, (...point) => assert.equal(at(inPlace, SIDE, ...point), at(r, SIDE, ...point)))
})

test('residual() finds nothing missing where u is the same everywhere', () => {
  const u = new Float64Array(slabLength(CUBE)).fill(3)
  const r = new Float64Array(u.length)
  residual(u, new Float64Array(u.length), r, CUBE)
  eachPoint(SIDE, (...point) => near(at(r, SIDE, ...point), 0, `${point}`))
})

test('smooth() adds the weighted neighbours', () => {
  const r = randomCube(SIDE)
  const before = randomCube(SIDE, 5000)
  const u = before.slice()
  smooth(r, u, CUBE)
  eachPoint(SIDE, (x, y, z) => {
    const added = weighted(r, SIDE, [x, y, z], [-3 / 8, 1 / 32, -1 / 64, 0])
    near(at(u, SIDE, x, y, z), at(before, SIDE, x, y, z) + added, `point ${x}, ${y}, ${z}`)
  })
})

test('restrict() takes the weighted mean around every other point', () => {
  const fine = randomCube(SIDE)
  const coarse = new Float64Array(slabLength(wholeCube(SIDE / 2)))
  restrict(fine, CUBE, coarse)
  eachPoint(SIDE / 2, (x, y, z) => {
    const mean = weighted(fine, SIDE, [2 * x, 2 * y, 2 * z], [1 / 2, 1 / 4, 1 / 8, 1 / 16])
    near(at(coarse, SIDE / 2, x, y, z), mean, `point ${x}, ${y}, ${z}`)
  })
})

test('prolongate() adds the mean of the coarse points around each fine one, on the border too', () => {
  const coarse = randomCube(SIDE / 2)
  const before = randomCube(SIDE, 5000)
  const fine = before.slice()
  prolongate(coarse, fine, CUBE)
  // Between the coarse points 1 and 2 lies the fine point 3.
  const around = (i: number) => (i % 2 === 0 ? [i / 2] : [(i - 1) / 2, (i + 1) / 2])
  for (let z = 0; z <= SIDE + 1; z++) {
    for (let y = 0; y <= SIDE + 1; y++) {
      for (let x = 0; x <= SIDE + 1; x++) {
        const points = around(z).flatMap((cz) => around(y).flatMap((cy) => around(x).map((cx) => [cx, cy, cz])))
        const sum = points.reduce((sum, [cx, cy, cz]) => sum + at(coarse, SIDE / 2, cx, cy, cz), 0)
        const place = z * planeLength(CUBE) + y * rowLength(CUBE) + x
        near(fine[place], before[place] + sum / points.length, `point ${x}, ${y}, ${z}`)
      }
    }
  }
})

test('all of them do the same on slabs as on the whole cube', () => {
  const u = randomCube(SIDE)
  const v = randomCube(SIDE, 5000)
  const plane = planeLength(CUBE)
  const slab = { side: SIDE, planes: 4 }
  const part = (field: Float64Array) => field.slice(2 * plane, 2 * plane + slabLength(slab))
  const results = [
    (u: Float64Array, v: Float64Array, s: typeof slab) => residual(u, v, v, s),
    (u: Float64Array, v: Float64Array, s: typeof slab) => smooth(v, u, s),
  ]
  for (const run of results) {
    const whole = [u.slice(), v.slice()]
    run(whole[0], whole[1], CUBE)
    const parts = [part(u), part(v)]
    run(parts[0], parts[1], slab)
    for (const i of [0, 1]) {
      assert.deepEqual(parts[i].slice(plane, 5 * plane), whole[i].slice(3 * plane, 7 * plane))
    }
  }
})

test('sumOfSquares() leaves out the border', () => {
  const field = randomCube(SIDE)
  let expected = 0
  eachPoint(SIDE, (...point) => {
    expected += at(field, SIDE, ...point) ** 2
  })
  near(sumOfSquares(field, CUBE), expected, 'sum')
})
