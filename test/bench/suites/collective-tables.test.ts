import assert from 'node:assert/strict'
import { test } from 'node:test'
import { results } from '../../../bench/harness/result.ts'
import { renderCollectives } from '../../../bench/suites/collective-tables.ts'
import type { SuiteSeries } from '../../../bench/suites/suite.ts'

/** A series of which the figures are named by benchmark and bytes. */
function series(name: string, ranks: number, figures: Record<string, number>): SuiteSeries {
  const implementation = {
    name,
    label: name,
    memory: 'ordinary',
    protocol: 'default',
    version: '1',
    command: () => [],
  } as const
  const measured = Object.entries(figures).map(([point, microseconds]) => {
    const [benchmark, bytes] = point.split(' ')
    return { benchmark, bytes: Number(bytes), microseconds }
  })
  const own = name === 'crossmem'
  return { implementation, own, ranks, results: results({ name: 'collectives', ranks }, implementation, [measured]) }
}

function cells(line: string): string[] {
  return line.trim().split(/\s{2,}/)
}

const OWN = [
  series('crossmem', 2, { 'bcast 8': 1, 'reduce 8': 8 }),
  series('crossmem', 4, { 'bcast 8': 2, 'reduce 8': 4 }),
]
const PEERS = [
  series('openmpi', 2, { 'bcast 8': 4, 'reduce 8': 4 }),
  series('mpich', 2, { 'bcast 8': 2, 'reduce 8': 16 }),
  series('openmpi', 4, { 'bcast 8': 8 }),
]

test('renderCollectives() makes a table for each number of ranks, with the ratio to each peer', () => {
  const lines = renderCollectives('collectives', 5, [...OWN, ...PEERS]).split('\n')
  assert.match(lines[0], /collectives: crossmem, 2 ranks; .* 5 rounds/)
  assert.deepEqual(cells(lines[3]), ['bcast', '8', '1.00', '1.00', '1.00', '8.00', '4.00', '0.250', '2.00', '0.500'])
})

test('renderCollectives() says where a peer was skipped', () => {
  const text = renderCollectives('collectives', 5, [...OWN, ...PEERS])
  assert.match(text, /reduce +8 +4\.00.* skipped/)
})

test('renderCollectives() compares with the faster peer: geometric means, and the worst point', () => {
  const text = renderCollectives('collectives', 5, [...OWN, ...PEERS])
  const lines = text.slice(text.indexOf("crossmem's time by")).split('\n').slice(3).map(cells)
  assert.deepEqual(lines, [
    ['crossmem', 'all', '3', '0.630', '2.00', 'reduce 8, 2 ranks', '1'],
    ['2 ranks', '2', '1.00', '2.00', 'reduce 8, 2 ranks', '1'],
    ['4 ranks', '1', '0.250', '0.250', 'bcast 8, 4 ranks', '0'],
    ['bcast', '2', '0.354', '0.500', 'bcast 8, 2 ranks', '0'],
    ['reduce', '1', '2.00', '2.00', 'reduce 8, 2 ranks', '1'],
  ])
})

test('renderCollectives() compares nothing when there are no peers', () => {
  assert.doesNotMatch(renderCollectives('collectives', 1, OWN), /faster peer/)
})
