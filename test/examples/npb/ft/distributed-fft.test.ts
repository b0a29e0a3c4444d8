import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DistributedFft } from '../../../../examples/npb/ft/distributed-fft.ts'
import { Randlc } from '../../../../examples/npb/randlc.ts'
import { world } from '../../../../src/mpi/index.ts'
import { transform } from './naive-transform.ts'

const SHAPE = { nx: 16, ny: 8, nz: 4 }

/** Transforms a field along each axis in turn, by the definition. */
function transformAlongAll(field: Float64Array): Float64Array {
  const { nx, ny, nz } = SHAPE
  const result = field.slice()
  for (const [length, step] of [
    [nx, 1],
    [ny, nx],
    [nz, nx * ny],
  ]) {
    for (let start = 0; start < nx * ny * nz; start++) {
      if (Math.floor(start / step) % length !== 0) continue
      const places = Array.from({ length }, (_, j) => 2 * (start + j * step))
      const line = transform(Float64Array.from(places.flatMap((place) => [result[place], result[place + 1]])), -1)
      for (const [j, place] of places.entries()) result.set(line.subarray(2 * j, 2 * j + 2), place)
    }
  }
  return result
}

test('DistributedFft.forward() transforms along all three axes, and inverse() brings the field back', () => {
  const fft = new DistributedFft(world, SHAPE)
  new Randlc().fill(fft.field)
  const field = fft.field.slice()
  fft.forward()
  const expected = transformAlongAll(field)
  for (let i = 0; i < expected.length; i++) {
    assert.ok(Math.abs(fft.spectrum[i] - expected[i]) < 1e-11, `number ${i}: ${fft.spectrum[i]}, not ${expected[i]}`)
  }
  fft.inverse()
  const points = SHAPE.nx * SHAPE.ny * SHAPE.nz
  assert.ok(field.every((value, i) => Math.abs(fft.field[i] / points - value) < 1e-14))
})

test('DistributedFft.inverse() leaves the spectrum as it is', () => {
  const fft = new DistributedFft(world, SHAPE)
  new Randlc().fill(fft.field)
  fft.forward()
  const spectrum = fft.spectrum.slice()
  fft.inverse()
  assert.deepEqual(fft.spectrum, spectrum)
})
