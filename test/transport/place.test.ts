import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodePlace, encodePlace, ownPlace, PLACE_VARIABLE, type Place, takePlace } from '../../src/transport/place.ts'

const place: Place = {
  rank: 1,
  size: 2,
  launcher: 4711,
  segment: 3,
  arenas: [4, 5],
  eventfds: [6, 7],
  heapBytes: 2 ** 30,
  forced: 'attach',
  crowded: true,
  processor: 0,
}

test('decodePlace() gives what encodePlace() was given', () => {
  assert.deepEqual(decodePlace(encodePlace(place)), place)
  const other = { ...place, forced: null, processor: null, crowded: false }
  assert.deepEqual(decodePlace(encodePlace(other)), other)
})

test('decodePlace() refuses what no launcher wrote', () => {
  const wrong = [
    {},
    { ...place, rank: 2 },
    { ...place, rank: -1 },
    { ...place, rank: 0.5 },
    { ...place, rank: '1' },
    { ...place, size: 3 },
    { ...place, arenas: [4] },
    { ...place, arenas: undefined },
    { ...place, eventfds: [] },
    { ...place, forced: 'carrier pigeon' },
  ].map((value) => JSON.stringify(value))
  for (const text of ['', 'yes', '[', 'null', '7', '"1"', '[]', ...wrong]) {
    assert.throws(
      () => decodePlace(text),
      { code: 'ERR_PLACE', message: /CROSSMEM_PLACE is set by crossmem run .*Unset it/ },
      text,
    )
  }
})

test('takePlace() takes the place out of the environment, and remembers it', () => {
  assert.equal(takePlace(), null)
  assert.equal(ownPlace(), null)
  process.env[PLACE_VARIABLE] = encodePlace(place)
  assert.deepEqual(takePlace(), place)
  assert.equal(process.env[PLACE_VARIABLE], undefined)
  assert.deepEqual(ownPlace(), place)
  assert.equal(takePlace(), null)
})
