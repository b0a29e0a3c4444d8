import { CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'
import { kindOf } from '../../memory/bytes.ts'
import { PROC_NULL } from '../constants.ts'
import type { Neighborhood, Plan } from './neighborhood.ts'

export interface CartCreateOptions {
  /** How many ranks there are along each dimension: at most all ranks in all; dimsCreate() finds them. */
  dims: readonly number[]
  /** Whether the ends of a dimension are neighbours: for all dimensions, or one by one. False unless given. */
  periods?: boolean | readonly boolean[]
}

/** From whom and to whom a shift goes. */
export interface Shift {
  readonly source: number
  readonly dest: number
}

/**
 * Ranks as points of a grid (MPI 4.1, chapter 8.5), numbered so that the last coordinate runs fastest. In each dimension a rank has two neighbours,
 * the one with the lesser coordinate first; at the border of a dimension that is not periodic the neighbour is PROC_NULL.
 * @example
 * const ring = world.cartCreate({ dims: [world.size], periods: true })!
 * const { source, dest } = ring.topology.shift(0)
 * console.log(ring.topology.coords, ring.sendrecv({ send: 'hello', dest, source }))
 * ring.free()
 */
export class CartesianTopology implements Neighborhood {
  readonly kind = 'cart'
  /** How many ranks there are along each dimension. */
  readonly dims: readonly number[]
  /** Whether the last rank along a dimension has the first one as its neighbour. */
  readonly periods: readonly boolean[]
  /** Where this rank is. */
  readonly coords: readonly number[]
  readonly sources: readonly number[]
  readonly sendOrder: readonly number[]

  /** For the library itself: see Communicator.cartCreate. */
  constructor(dims: readonly number[], periods: readonly boolean[], rank: number) {
    this.dims = Object.freeze([...dims])
    this.periods = Object.freeze([...periods])
    this.coords = Object.freeze(this.coordsOf(rank))
    const shifts = dims.map((_, dimension) => this.shift(dimension))
    this.sources = Object.freeze(shifts.flatMap(({ source, dest }) => [source, dest]))
    // What goes up is what comes from below, where it has the first place.
    this.sendOrder = shifts.flatMap((_, dimension) => [2 * dimension + 1, 2 * dimension])
  }

  get destinations(): readonly number[] {
    return this.sources
  }

  /**
   * The rank at a place (MPI_Cart_rank). Coordinates of periodic dimensions may be any whole numbers.
   * @throws CrossmemRangeError ERR_DIMS for a place outside of the grid; CrossmemTypeError ERR_DIMS
   */
  rankOf(coords: readonly number[]): number {
    requireNumbers(coords, 'coords', this.dims.length)
    return this.dims.reduce((rank, length, dimension) => {
      const coordinate = coords[dimension]
      if (!this.periods[dimension] && !(coordinate >= 0 && coordinate < length)) {
        throw new CrossmemRangeError(
          'ERR_DIMS',
          `coords[${dimension}] is ${coordinate}, and the grid, which is not periodic there, has 0 to ${length - 1}`,
        )
      }
      return rank * length + wrap(coordinate, length)
    }, 0)
  }

  /** Where a rank is (MPI_Cart_coords). @throws CrossmemRangeError ERR_RANK */
  coordsOf(rank: number): number[] {
    const size = sizeOf(this.dims)
    if (!(Number.isInteger(rank) && rank >= 0 && rank < size)) {
      throw new CrossmemRangeError('ERR_RANK', `rank ${rank} is none of the grid, which has 0 to ${size - 1}`)
    }
    const coords: number[] = new Array(this.dims.length)
    let rest = rank
    for (let dimension = this.dims.length - 1; dimension >= 0; dimension--) {
      coords[dimension] = rest % this.dims[dimension]
      rest = Math.floor(rest / this.dims[dimension])
    }
    return coords
  }

  /**
   * With whom a rank exchanges when all data move along a dimension (MPI_Cart_shift); PROC_NULL beyond the border.
   * @param displacement upwards if it is positive; 1 unless given
   * @throws CrossmemRangeError ERR_DIMS
   */
  shift(dimension: number, displacement = 1): Shift {
    if (!(Number.isInteger(dimension) && dimension >= 0 && dimension < this.dims.length)) {
      throw new CrossmemRangeError('ERR_DIMS', `dimension ${dimension} is none of a grid with ${this.dims.length}`)
    }
    if (!Number.isInteger(displacement)) {
      throw new CrossmemRangeError('ERR_DIMS', `displacement ${displacement} is not a whole number`)
    }
    return { source: this.#along(dimension, -displacement), dest: this.#along(dimension, displacement) }
  }

  /**
   * The part of the grid that this rank is in when it is divided along some dimensions.
   * @param remain for each dimension whether it remains
   * @returns the part's number, and how its ranks are placed
   * @throws CrossmemRangeError ERR_DIMS
   */
  sub(remain: readonly boolean[]): Plan<CartesianTopology> & { part: number } {
    const { dims, periods, coords } = this
    if (!Array.isArray(remain) || remain.length !== dims.length) {
      throw new CrossmemRangeError(
        'ERR_DIMS',
        `remain is an array with a boolean for each of ${dims.length} dimensions`,
      )
    }
    const remains = (_: unknown, dimension: number) => remain[dimension]
    const lengths = dims.filter(remains)
    const part = coords.reduce((sum, at, dimension) => (remain[dimension] ? sum : sum * dims[dimension] + at), 0)
    return {
      part,
      size: sizeOf(lengths),
      at: (rank) => new CartesianTopology(lengths, periods.filter(remains), rank),
    }
  }

  #along(dimension: number, displacement: number): number {
    const coordinate = this.coords[dimension] + displacement
    const isInside = coordinate >= 0 && coordinate < this.dims[dimension]
    return isInside || this.periods[dimension] ? this.rankOf(this.coords.with(dimension, coordinate)) : PROC_NULL
  }
}

/** @throws CrossmemRangeError ERR_DIMS for what is no grid of at most `size` ranks; CrossmemTypeError ERR_DIMS */
export function gridFor({ dims, periods = false }: CartCreateOptions, size: number): Plan<CartesianTopology> {
  checkDims(dims, size)
  const each = typeof periods === 'boolean' ? dims.map(() => periods) : periods
  if (!Array.isArray(each) || each.length !== dims.length) {
    throw new CrossmemRangeError(
      'ERR_DIMS',
      `periods is a boolean, or an array with one for each of ${dims.length} dimensions, not ${kindOf(periods)}`,
    )
  }
  return { size: sizeOf(dims), at: (rank) => new CartesianTopology(dims, each, rank) }
}

/** How many ranks a grid has. */
export function sizeOf(dims: readonly number[]): number {
  return dims.reduce((product, length) => product * length, 1)
}

/**
 * @throws CrossmemRangeError ERR_DIMS unless these are positive numbers, of a grid with at most `size` ranks; CrossmemTypeError ERR_DIMS
 */
export function checkDims(dims: readonly number[], size: number): void {
  requireNumbers(dims, 'dims')
  dims.forEach((length, dimension) => {
    if (length < 1) throw new CrossmemRangeError('ERR_DIMS', `dims[${dimension}] is ${length}, not a number from 1`)
  })
  if (sizeOf(dims) > size) {
    throw new CrossmemRangeError(
      'ERR_DIMS',
      `a grid of ${dims.join(' × ')} has ${sizeOf(dims)} ranks, and the communicator only ${size}`,
    )
  }
}

/** @throws CrossmemTypeError ERR_DIMS unless it is an array; CrossmemRangeError ERR_DIMS unless it holds whole numbers, as many as there are dimensions */
export function requireNumbers(list: unknown, name: string, length?: number): asserts list is number[] {
  if (!Array.isArray(list)) {
    throw new CrossmemTypeError('ERR_DIMS', `${name} is an array with a number for each dimension, not ${kindOf(list)}`)
  }
  if (length !== undefined && list.length !== length) {
    throw new CrossmemRangeError('ERR_DIMS', `${name} has ${list.length} numbers, and the grid ${length} dimensions`)
  }
  const wrong = list.findIndex((number) => !Number.isInteger(number))
  if (wrong >= 0) throw new CrossmemRangeError('ERR_DIMS', `${name}[${wrong}] is ${list[wrong]}, not a whole number`)
}

function wrap(coordinate: number, length: number): number {
  return ((coordinate % length) + length) % length
}
