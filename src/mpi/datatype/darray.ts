import { CrossmemRangeError } from '../../errors.ts'
import { EMPTY, placed, repeated } from '../../memory/shape/build.ts'
import type { Shape } from '../../memory/shape/shape.ts'
import { checkCount, checkEach, checkSameLength } from './arguments.ts'
import { type ArrayOrder, fromFastest, ORDER_C } from './array-order.ts'
import { Datatype, requireDatatype } from './datatype.ts'
import { repeatedSignature } from './signature.ts'

/** How a dimension is divided among processes. Numbers as in MPI's ABI. */
export const DISTRIBUTE_NONE = 16
/** One block for each process. */
export const DISTRIBUTE_BLOCK = 17
/** Blocks in turns. */
export const DISTRIBUTE_CYCLIC = 18
/** The length of blocks that divides evenly; 1 for those in turns. */
export const DISTRIBUTE_DFLT_DARG = 19

export interface DarrayOptions {
  /** Whose part it is, and of how many processes. */
  rank: number
  size: number
  /** Of the whole array, by dimension. */
  sizes: ArrayLike<number>
  /** How each dimension is divided, and in blocks of what length. */
  distribs: ArrayLike<number>
  dargs: ArrayLike<number>
  /** How many processes each dimension is divided among. */
  psizes: ArrayLike<number>
  order?: ArrayOrder
}

/**
 * One process's part of an array that is divided as High Performance Fortran does it (MPI_Type_create_darray): dimensions by blocks, in
 * turns, or not at all. Its extent is that of the whole array.
 * @throws CrossmemRangeError ERR_SHAPE, ERR_COUNTS; CrossmemTypeError ERR_COUNTS, ERR_DATATYPE
 * @example
 * // 100 rows in blocks of 10, in turns; whole columns.
 * const { rank, size } = world
 * const distribs = [DISTRIBUTE_CYCLIC, DISTRIBUTE_NONE]
 * const mine = darray({ rank, size, sizes: [100, 200], distribs, dargs: [10, DISTRIBUTE_DFLT_DARG], psizes: [size, 1] }, FLOAT64)
 */
export function darray(options: DarrayOptions, type: Datatype): Datatype {
  const { rank, size, sizes, distribs, dargs, psizes, order = ORDER_C } = options
  const lists = { sizes, distribs, dargs, psizes }
  for (const [name, list] of Object.entries(lists)) checkEach('darray', name, list, checkCount)
  checkSameLength('darray', lists)
  requireDatatype('darray', type)
  const fastestFirst = fromFastest('darray', sizes.length, order)
  const coords = coordsOf(rank, size, Array.from(psizes))
  let { shape } = type
  let stride = type.extent
  let elements = 1
  for (const dimension of fastestFirst) {
    const extent = sizes[dimension]
    const parts = psizes[dimension]
    const length = blockLength(dimension, extent, distribs[dimension], dargs[dimension], parts)
    const part = partOf(shape, stride, extent, length, parts, coords[dimension])
    shape = part.shape
    elements *= part.elements
    stride *= extent
  }
  return new Datatype({
    shape,
    signature: repeatedSignature(type.signature, elements),
    lb: 0,
    ub: stride,
    alignment: type.alignment,
    envelope: {
      combiner: 'darray',
      integers: [size, rank, sizes.length, ...Object.values(lists).flatMap((list) => Array.from(list)), order],
      addresses: [],
      datatypes: [type],
    },
  })
}

/** Where a process is in the grid of all, the last dimension running fastest. */
function coordsOf(rank: number, size: number, psizes: readonly number[]): number[] {
  const processes = psizes.reduce((product, part) => product * part, 1)
  if (processes !== size || !Number.isInteger(rank) || rank < 0 || rank >= size) {
    throw new CrossmemRangeError(
      'ERR_SHAPE',
      `darray: rank ${rank} of ${size} processes, whose grid has ${psizes.join(' by ')}: give psizes whose product is size`,
    )
  }
  const coords: number[] = []
  let rest = rank
  for (let dimension = psizes.length - 1; dimension >= 0; dimension--) {
    coords[dimension] = rest % psizes[dimension]
    rest = Math.floor(rest / psizes[dimension])
  }
  return coords
}

/** How long the blocks of a dimension are. */
function blockLength(dimension: number, extent: number, distrib: number, darg: number, parts: number): number {
  const fail = (why: string) => new CrossmemRangeError('ERR_SHAPE', `darray: dimension ${dimension} ${why}`)
  if (extent === 0) throw fail('has no elements')
  if (distrib === DISTRIBUTE_NONE) {
    if (parts !== 1) throw fail(`is not distributed, and psizes gives it ${parts} processes`)
    return extent
  }
  if (distrib !== DISTRIBUTE_BLOCK && distrib !== DISTRIBUTE_CYCLIC) throw fail(`has the distribution ${distrib}`)
  if (darg !== DISTRIBUTE_DFLT_DARG && darg < 1) throw fail(`has blocks of ${darg} elements`)
  if (distrib === DISTRIBUTE_CYCLIC) return darg === DISTRIBUTE_DFLT_DARG ? 1 : darg
  const length = darg === DISTRIBUTE_DFLT_DARG ? Math.ceil(extent / parts) : darg
  if (length * parts < extent) throw fail(`has ${extent} elements, more than ${parts} blocks of ${length}`)
  return length
}

/** The part of a dimension of `extent` elements, each of `shape`, that the process at `coord` has: every `parts`-th block. */
function partOf(shape: Shape, stride: number, extent: number, length: number, parts: number, coord: number) {
  const begin = coord * length
  const cycle = parts * length
  const left = Math.max(extent - begin, 0)
  const rest = Math.min(left % cycle, length)
  const whole = Math.floor(left / cycle) + (rest === length ? 1 : 0)
  const last = rest === length ? 0 : rest
  const blocks = repeated(repeated(shape, length, stride), whole, cycle * stride)
  const end = last === 0 ? EMPTY : repeated(shape, last, stride)
  return {
    shape: placed([begin * stride, (begin + whole * cycle) * stride], [blocks, end]),
    elements: whole * length + last,
  }
}
