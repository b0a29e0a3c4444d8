import { Randlc } from '../randlc.ts'

const TWO_46 = 2 ** 46

/** What a vector has at its own number. */
const OWN_VALUE = 0.5

/** Vectors that are zero but for a few elements: vector i has those from `starts[i]` up to `starts[i + 1]`. */
export interface SparseVectors {
  readonly starts: Int32Array
  readonly positions: Int32Array
  readonly values: Float64Array
}

/**
 * The benchmark's `size` random vectors of `size` elements each, of which `nonzeros` are drawn: a value, then a position,
 * which is drawn again together with the value if it is outside of the vector or taken. Element i of vector i is 0.5 then,
 * in addition to those or in place of one.
 */
export function randomVectors(size: number, nonzeros: number): SparseVectors {
  const starts = new Int32Array(size + 1)
  const positions = new Int32Array(size * (nonzeros + 1))
  const values = new Float64Array(positions.length)
  // The benchmark draws a first number that nothing is made of.
  const random = new Randlc(1)
  const positionScale = 2 ** Math.ceil(Math.log2(size)) / TWO_46

  let filled = 0
  for (let vector = 0; vector < size; vector++) {
    const start = filled
    while (filled < start + nonzeros) {
      const value = random.next() / TWO_46
      const position = Math.floor(random.next() * positionScale)
      if (position >= size || positions.subarray(start, filled).includes(position)) continue
      positions[filled] = position
      values[filled++] = value
    }
    const own = positions.subarray(start, filled).indexOf(vector)
    const place = own < 0 ? filled++ : start + own
    positions[place] = vector
    values[place] = OWN_VALUE
    starts[vector + 1] = filled
  }
  return { starts, positions: positions.subarray(0, filled), values: values.subarray(0, filled) }
}
