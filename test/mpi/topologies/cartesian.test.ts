import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PROC_NULL } from '../../../src/mpi/constants.ts'
import { CartesianTopology, checkDims } from '../../../src/mpi/topologies/cartesian.ts'

const WRONG_DIMS = { code: 'ERR_DIMS' }

test('coordsOf() and rankOf() are each other’s inverse, the last coordinate running fastest', () => {
  const grid = new CartesianTopology([2, 3, 4], [false, true, false], 5)
  assert.deepEqual(grid.coords, [0, 1, 1])
  for (let rank = 0; rank < 24; rank++) assert.equal(grid.rankOf(grid.coordsOf(rank)), rank)
  assert.deepEqual(grid.coordsOf(1), [0, 0, 1])
})

test('rankOf() takes any coordinate of a periodic dimension, and those of the grid elsewhere', () => {
  const grid = new CartesianTopology([2, 3], [false, true], 0)
  for (const [coords, rank] of [
    [[1, -1], 5],
    [[1, 3], 3],
    [[0, -7], 2],
  ] as const) {
    assert.equal(grid.rankOf(coords), rank)
  }
  for (const coords of [[2, 0], [-1, 0], [0], [0, 0.5]]) assert.throws(() => grid.rankOf(coords), WRONG_DIMS)
  for (const rank of [-1, 6, 0.5]) assert.throws(() => grid.coordsOf(rank), { code: 'ERR_RANK' })
})

test('shift() finds both partners, PROC_NULL beyond a border', () => {
  const corner = new CartesianTopology([3, 3], [false, true], 2)
  assert.deepEqual(corner.shift(0), { source: PROC_NULL, dest: 5 })
  assert.deepEqual(corner.shift(0, -1), { source: 5, dest: PROC_NULL })
  assert.deepEqual(corner.shift(0, 2), { source: PROC_NULL, dest: 8 })
  assert.deepEqual(corner.shift(1), { source: 1, dest: 0 })
  assert.deepEqual(corner.shift(1, -5), { source: 1, dest: 0 })
  assert.deepEqual(corner.shift(1, 0), { source: 2, dest: 2 })
  for (const dimension of [-1, 2, 0.5]) assert.throws(() => corner.shift(dimension), WRONG_DIMS)
  assert.throws(() => corner.shift(0, 0.5), WRONG_DIMS)
})

test('neighbours stand in the order of dimensions, the lower one first', () => {
  const grid = new CartesianTopology([3, 2], [false, true], 0)
  assert.deepEqual(grid.sources, [PROC_NULL, 2, 1, 1])
  assert.equal(grid.destinations, grid.sources)
  assert.deepEqual(new CartesianTopology([], [], 0).sources, [])
})

test('checkDims() refuses what is no grid of at most so many ranks', () => {
  for (const dims of [[0], [-2, -2], [1.5], [5], [2, 3]]) assert.throws(() => checkDims(dims, 4), WRONG_DIMS)
  assert.throws(() => checkDims(4 as never, 4), WRONG_DIMS)
  for (const dims of [[], [1], [4], [2, 2], [1, 3]]) checkDims(dims, 4)
})
