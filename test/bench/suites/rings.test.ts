import assert from 'node:assert/strict'
import { test } from 'node:test'
import { results } from '../../../bench/harness/result.ts'
import { ringSuite } from '../../../bench/suites/ring-suite.ts'
import { renderRings } from '../../../bench/suites/ring-tables.ts'
import { randomRings } from '../../../bench/suites/rings.ts'
import type { SuiteSeries } from '../../../bench/suites/suite.ts'

test('randomRings() gives 30 rings of all ranks for short messages, 10 for long ones', () => {
  for (const [bytes, count] of [
    [8, 30],
    [2_000_000, 10],
  ]) {
    const rings = [...randomRings(bytes, 8, 1)]
    assert.equal(rings.length, count)
    for (const ring of rings) {
      assert.deepEqual(
        [...ring].sort((a, b) => a - b),
        [0, 1, 2, 3, 4, 5, 6, 7],
      )
    }
    assert.ok(new Set(rings.map(String)).size > count / 2)
  }
})

test('randomRings() gives the same rings for the same seed, and others for another', () => {
  const rings = (seed: number) => JSON.stringify([...randomRings(8, 8, seed)])
  assert.equal(rings(7), rings(7))
  assert.notEqual(rings(7), rings(8))
  assert.notEqual(rings(2 ** 32 - 1), rings(1))
})

test('ringSuite() has the columns two copies, attach and mapped, and tells the seed', () => {
  const suite = ringSuite(12345)
  const ways = suite.ways({ name: 'rings', ranks: 2, mayCrowd: true }, [])
  assert.deepEqual(
    ways.map(({ label, protocol, memory }) => [label, protocol, memory]),
    [
      ['two copies', 'staged', 'ordinary'],
      ['attach', 'attach', 'ordinary'],
      ['mapped', 'mapped', 'arena'],
      ['crossmem chooses', 'any', 'arena'],
    ],
  )
  assert.ok(suite.notes.some((note) => note.includes('12345')))
  assert.deepEqual(suite.ranks, [2, 4, 8, 16])
})

test('renderRings() shows rates of long messages and times of short ones, a line for each number of ranks', () => {
  const series = (label: string, ranks: number, microseconds: number): SuiteSeries => {
    const common = { name: 'crossmem', memory: 'arena', protocol: 'any', version: '1', command: () => [] } as const
    const implementation = { ...common, label }
    const figures = [8, 2_000_000].map((bytes) => ({ benchmark: 'natural-ring', bytes, microseconds }))
    return { implementation, own: true, ranks, results: results({ name: 'rings', ranks }, implementation, [figures]) }
  }
  const text = renderRings(3, [series('mapped', 2, 100), series('attach', 2, 200), series('mapped', 4, 400)])
  assert.match(
    text,
    /naturally ordered ring, 2000000 B, MB\/s of a rank.*\n\n.*\n +2 +20000 +10000\n +4 +5000 +skipped/,
  )
  assert.match(text, /naturally ordered ring, 8 B, µs.*\n\n.*\n +2 +100 +200\n/)
})
