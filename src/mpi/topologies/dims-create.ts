import { CrossmemRangeError } from '../../errors.ts'
import { requireNumbers, sizeOf } from './cartesian.ts'

/**
 * Divides a number of ranks among the dimensions of a grid as equally as it can be (MPI_Dims_create): so that the longest and the shortest one differ
 * least, and of several such ways by the one whose shortest is the longest, then whose next one is, and so on.
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
  const chosen = Number.isInteger(rest) ? mostEqual(rest, dims.length - given.length) : null
  if (chosen === null) {
    throw new CrossmemRangeError(
      'ERR_DIMS',
      `${size} ranks cannot be divided among dimensions of ${dims.join(', ')}: give lengths whose product divides ${size}`,
    )
  }
  let next = 0
  return dims.map((length) => (length > 0 ? length : chosen[next++]))
}

/** Factors of a number in descending order; null if there are none, as of 2 in no dimension. */
function mostEqual(product: number, count: number): number[] | null {
  if (count === 0) return product === 1 ? [] : null
  const all = divisors(product)
  let best: number[] | null = null

  const choose = (rest: number, left: number, chosen: readonly number[]): void => {
    const most = chosen.at(-1) ?? product
    if (left === 1) {
      const found = [...chosen, rest]
      if (rest <= most && (best === null || isMoreEqual(found, best))) best = found
      return
    }
    for (const next of all) {
      if (next > most) return
      if (next ** left < rest || rest % next !== 0) continue
      // The shortest one is no longer than the mean of what is left, which falls as this one grows.
      const mean = (rest / next) ** (1 / (left - 1))
      if (best !== null && (chosen[0] ?? next) - mean > spread(best) + ROUNDING) return
      choose(rest / next, left - 1, [...chosen, next])
    }
  }
  choose(product, count, [])
  return best
}

const ROUNDING = 1e-6

function spread(lengths: readonly number[]): number {
  return lengths[0] - lengths[lengths.length - 1]
}

function isMoreEqual(lengths: readonly number[], others: readonly number[]): boolean {
  if (spread(lengths) !== spread(others)) return spread(lengths) < spread(others)
  const differs = lengths.findLastIndex((length, index) => length !== others[index])
  return differs >= 0 && lengths[differs] > others[differs]
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
