import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as shapes from '../../../bench/suites/shapes.ts'

const SIZE = 3
const ELEMENTS = 7
const RANKS = [0, 1, 2]

/** What each rank sends and receives, in short: ranks and block of each part. */
function describe(shape: shapes.Shape, root: number): string[] {
  return RANKS.map((rank) => {
    const parts = shape.receives(rank, SIZE, root, ELEMENTS)
    const words = parts.map(({ from, to, block }) => `${from}-${to - 1}.${block}`)
    return `${shape.sends(rank, SIZE, root)}: ${words.join(' ')}`
  })
}

for (const [name, shape, wanted] of [
  ['nothing', shapes.nothing, ['0: ', '0: ', '0: ']],
  ['fromRoot', shapes.fromRoot, ['0: 1-1.0', '1: ', '0: 1-1.0']],
  ['toRoot', shapes.toRoot, ['1: ', '1: 0-0.0 1-1.0 2-2.0', '1: ']],
  ['ownOfRoot', shapes.ownOfRoot, ['0: 1-1.0', '3: 1-1.1', '0: 1-1.2']],
  ['ofAll', shapes.ofAll, RANKS.map(() => '1: 0-0.0 1-1.0 2-2.0')],
  ['ownOfAll', shapes.ownOfAll, RANKS.map((rank) => `3: 0-0.${rank} 1-1.${rank} 2-2.${rank}`)],
  ['sumAtRoot', shapes.sumAtRoot, ['1: ', '1: 0-2.0', '1: ']],
  ['sum', shapes.sum, RANKS.map(() => '1: 0-2.0')],
  ['sliceOfSum', shapes.sliceOfSum, RANKS.map(() => '1: 0-2.0')],
  ['sumUpToOwn', shapes.sumUpToOwn, ['1: 0-0.0', '1: 0-1.0', '1: 0-2.0']],
  ['sumBeforeOwn', shapes.sumBeforeOwn, ['1: 0--1.0', '1: 0-0.0', '1: 0-1.0']],
] as const) {
  test(`${name} says what each of three ranks sends and receives when the root is 1`, () => {
    assert.deepEqual(describe(shape, 1), wanted)
  })
}

test('slices() cuts an operand without gaps, into parts that differ by one at most', () => {
  for (const elements of [0, 1, 2, 7, 100]) {
    const counts = shapes.slices(elements, SIZE)
    assert.equal(
      counts.reduce((sum, count) => sum + count),
      elements,
    )
    assert.ok(Math.max(...counts) - Math.min(...counts) <= 1)
  }
})

test('sliceOfSum begins where the slices of lower ranks end', () => {
  const parts = RANKS.map((rank) => shapes.sliceOfSum.receives(rank, SIZE, 0, ELEMENTS)[0])
  assert.deepEqual(
    parts.map(({ offset, elements }) => [offset, elements]),
    [
      [0, 2],
      [2, 2],
      [4, 3],
    ],
  )
})

test('equalSliceOfSum fits where all slices are equal', () => {
  assert.equal(shapes.equalSliceOfSum.fits!(6, SIZE), true)
  assert.equal(shapes.equalSliceOfSum.fits!(7, SIZE), false)
})
