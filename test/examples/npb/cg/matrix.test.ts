import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matrixRows, multiply, type SparseRows } from '../../../../examples/npb/cg/matrix.ts'
import { randomVectors } from '../../../../examples/npb/cg/sparse-vectors.ts'

const SIZE = 40
const SHIFT = 7

function dense({ rowStarts, columns, values }: SparseRows): number[][] {
  return Array.from({ length: rowStarts.length - 1 }, (_, row) => {
    const line = new Array(SIZE).fill(0)
    for (let k = rowStarts[row]; k < rowStarts[row + 1]; k++) line[columns[k]] += values[k]
    return line
  })
}

/** The matrix by its definition. */
function plainMatrix(): number[][] {
  const { starts, positions, values } = randomVectors(SIZE, 3)
  const matrix = Array.from({ length: SIZE }, (_, row) =>
    Array.from({ length: SIZE }, (_, column) => (row === column ? 0.1 - SHIFT : 0)),
  )
  for (let vector = 0; vector < SIZE; vector++) {
    for (let i = starts[vector]; i < starts[vector + 1]; i++) {
      for (let j = starts[vector]; j < starts[vector + 1]; j++) {
        matrix[positions[i]][positions[j]] += 0.1 ** (vector / SIZE) * values[i] * values[j]
      }
    }
  }
  return matrix
}

test('matrixRows() sums the weighted products of the vectors, and shifts the diagonal', () => {
  const rows = dense(matrixRows(randomVectors(SIZE, 3), SHIFT, 0, SIZE))
  const expected = plainMatrix()
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      assert.ok(Math.abs(rows[row][column] - expected[row][column]) < 1e-14, `row ${row}, column ${column}`)
    }
  }
})

test('matrixRows() makes a symmetric matrix, with each place once, in order', () => {
  const matrix = matrixRows(randomVectors(SIZE, 3), SHIFT, 0, SIZE)
  const rows = dense(matrix)
  for (let row = 0; row < SIZE; row++) {
    const columns = matrix.columns.subarray(matrix.rowStarts[row], matrix.rowStarts[row + 1])
    assert.ok(columns.every((column, i) => i === 0 || column > columns[i - 1]))
    assert.ok(columns.includes(row))
    for (let column = 0; column < row; column++) {
      assert.ok(Math.abs(rows[row][column] - rows[column][row]) < 1e-15)
    }
  }
})

test('matrixRows() makes the same rows in parts as in one go', () => {
  const vectors = randomVectors(SIZE, 3)
  const whole = dense(matrixRows(vectors, SHIFT, 0, SIZE))
  const parts = [
    [0, 13],
    [13, 14],
    [14, 14],
    [14, SIZE],
  ].flatMap(([first, end]) => dense(matrixRows(vectors, SHIFT, first, end)))
  assert.deepEqual(parts, whole)
})

test('multiply() gives the product with a vector, whatever was in the result', () => {
  const vector = Float64Array.from({ length: SIZE }, (_, i) => Math.sin(i))
  const matrix = matrixRows(randomVectors(SIZE, 3), SHIFT, 5, SIZE)
  const result = new Float64Array(SIZE - 5).fill(99)
  multiply(matrix, vector, result)
  for (const [i, line] of dense(matrix).entries()) {
    const expected = line.reduce((sum, value, column) => sum + value * vector[column], 0)
    assert.ok(Math.abs(result[i] - expected) < 1e-13, `row ${i}: ${result[i]}, not ${expected}`)
  }
})
