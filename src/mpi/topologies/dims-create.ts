import { CrossmemRangeError } from '../../errors.ts'
import { requireNumbers, sizeOf } from './cartesian.ts'

/**
 * Divides a number of ranks among the dimensions of a grid as equally as it can be (MPI_Dims_create): of all ways, the one whose longest dimension is the
 * shortest, then whose next one is, and so on.
 * @param dims lengths that are given; 0 for those that are to be chosen, which come out in descending order
 * @returns all lengths; their product is `size`
 * @throws CrossmemRangeError ERR_DIMS when the given lengths do not divide `size`; CrossmemTypeError ERR_DIMS
 * @example
 * const dims = dimsCreate(world.size, [0, 0])
 * const grid = world.cartCreate({ dims })!
 * grid.free()
 */
export function dimsCreate(size: number, dims: readonly number[]): number[] {
  requireNumbers(dims, 'dims')
  if (!(Number.isInteger(size) && size >= 1)) {
    throw new CrossmemRangeError('ERR_DIMS', `${size} ranks cannot be divided: give a whole number from 1`)
  }
  if (dims.some((length) => length < 0)) {
    throw new CrossmemRangeError(
      'ERR_DIMS',
      `dims is ${dims.join(', ')}: give lengths from 1, and 0 for what is to be chosen`,
    )
  }
  const given = dims.filter((length) => length > 0)
  const rest = size / sizeOf(given)
  const chosen = Number.isInteger(rest) ? factors(rest, dims.length - given.length, rest) : null
  if (chosen === null) {
    throw new CrossmemRangeError(
      'ERR_DIMS',
      `${size} ranks cannot be divided among dimensions of ${dims.join(', ')}: give lengths whose product divides ${size}`,
    )
  }
  let next = 0
  return dims.map((length) => (length > 0 ? length : chosen[next++]))
}

/** Factors of a number in descending order, none above `most`; null if there are none. */
function factors(product: number, count: number, most: number): number[] | null {
  if (count === 0) return product === 1 ? [] : null
  if (count === 1) return product <= most ? [product] : null
  for (const first of divisors(product)) {
    if (first ** count < product || first > most) continue
    const others = factors(product / first, count - 1, first)
    if (others !== null) return [first, ...others]
  }
  return null
}

/** In ascending order. */
function divisors(product: number): number[] {
  const low: number[] = []
  const high: number[] = []
  for (let divisor = 1; divisor * divisor <= product; divisor++) {
    if (product % divisor !== 0) continue
    low.push(divisor)
    if (divisor * divisor !== product) high.unshift(product / divisor)
  }
  return [...low, ...high]
}
