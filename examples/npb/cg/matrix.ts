import type { SparseVectors } from './sparse-vectors.ts'

/** The smallest eigenvalue of the matrix before it is shifted is about this, and the greatest about 1. */
const RECIPROCAL_CONDITION = 0.1

/** Rows of a sparse matrix: row i has the elements from `rowStarts[i]` up to `rowStarts[i + 1]`, by ascending columns. */
export interface SparseRows {
  readonly rowStarts: Int32Array
  readonly columns: Int32Array
  readonly values: Float64Array
}

/**
 * The rows `first` to `end`, not included, of the benchmark's matrix: the sum of w(i) x(i) x(i)^T over all vectors x(i),
 * with weights that fall from 1 to 0.1 in equal proportions, and 0.1 - `shift` added to the diagonal.
 */
export function matrixRows(vectors: SparseVectors, shift: number, first: number, end: number): SparseRows {
  const { starts, positions, values } = vectors
  const size = starts.length - 1
  const ratio = RECIPROCAL_CONDITION ** (1 / size)
  const contributions = contributionsByRow(vectors, first, end)

  const rowStarts = new Int32Array(end - first + 1)
  const columns = new Int32Array(contributions.elements)
  const elements = new Float64Array(contributions.elements)
  const sums = new Float64Array(size)
  // The last row that had an element in a column, so that the sums need not be cleared for each row.
  const lastRow = new Int32Array(size).fill(-1)
  const weights = Float64Array.from({ length: size }, (_, i) => ratio ** i)

  let filled = 0
  for (let row = first; row < end; row++) {
    const start = filled
    for (let k = contributions.starts[row - first]; k < contributions.starts[row - first + 1]; k++) {
      const vector = contributions.vectors[k]
      const factor = weights[vector] * contributions.values[k]
      for (let i = starts[vector]; i < starts[vector + 1]; i++) {
        const column = positions[i]
        if (lastRow[column] !== row) {
          lastRow[column] = row
          sums[column] = 0
          columns[filled++] = column
        }
        sums[column] += factor * values[i]
      }
    }
    // Vector `row` has an element there, so that the diagonal has one.
    sums[row] += RECIPROCAL_CONDITION - shift
    columns.subarray(start, filled).sort()
    for (let i = start; i < filled; i++) elements[i] = sums[columns[i]]
    rowStarts[row - first + 1] = filled
  }
  return { rowStarts, columns: columns.slice(0, filled), values: elements.slice(0, filled) }
}

/** Which vectors contribute to which row: those with an element at its number. */
interface Contributions {
  /** Row i, of those asked for, has the contributions from `starts[i]` up to `starts[i + 1]`. */
  readonly starts: Int32Array
  readonly vectors: Int32Array
  /** The element of each of these vectors at the row's number. */
  readonly values: Float64Array
  /** How many elements all contributions have together, those at the same place counted each. */
  readonly elements: number
}

function contributionsByRow({ starts, positions, values }: SparseVectors, first: number, end: number): Contributions {
  const rowStarts = new Int32Array(end - first + 1)
  for (const position of positions) if (position >= first && position < end) rowStarts[position - first + 1]++
  for (let row = 0; row < end - first; row++) rowStarts[row + 1] += rowStarts[row]

  const next = rowStarts.slice()
  const vectors = new Int32Array(rowStarts[end - first])
  const chosen = new Float64Array(vectors.length)
  let elements = 0
  for (let vector = 0; vector < starts.length - 1; vector++) {
    for (let i = starts[vector]; i < starts[vector + 1]; i++) {
      const row = positions[i] - first
      if (row < 0 || row >= end - first) continue
      vectors[next[row]] = vector
      chosen[next[row]++] = values[i]
      elements += starts[vector + 1] - starts[vector]
    }
  }
  return { starts: rowStarts, vectors, values: chosen, elements }
}

/** Sets `result` to the product of the rows and a vector. */
export function multiply({ rowStarts, columns, values }: SparseRows, vector: Float64Array, result: Float64Array): void {
  for (let row = 0; row < result.length; row++) {
    const end = rowStarts[row + 1]
    let k = rowStarts[row]
    // Four sums, which do not wait for each other: measured, a quarter faster than one.
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    for (; k < end - 3; k += 4) {
      a += values[k] * vector[columns[k]]
      b += values[k + 1] * vector[columns[k + 1]]
      c += values[k + 2] * vector[columns[k + 2]]
      d += values[k + 3] * vector[columns[k + 3]]
    }
    for (; k < end; k++) a += values[k] * vector[columns[k]]
    result[row] = a + b + (c + d)
  }
}
