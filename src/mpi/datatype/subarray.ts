import { CrossmemRangeError } from '../../errors.ts'
import { repeated } from '../../memory/shape/build.ts'
import { checkCount, checkEach, checkSameLength } from './arguments.ts'
import { type ArrayOrder, fromFastest, ORDER_C } from './array-order.ts'
import { Datatype, requireDatatype } from './datatype.ts'
import { repeatedSignature } from './signature.ts'

/**
 * A part of an array of any number of dimensions (MPI_Type_create_subarray). Its extent is that of the whole array.
 * @param sizes of the array, in elements, by dimension
 * @param subsizes of the part
 * @param starts where the part begins
 * @throws CrossmemRangeError ERR_SHAPE for a part that does not lie in the array, ERR_COUNTS; CrossmemTypeError ERR_COUNTS, ERR_DATATYPE
 * @example
 * // What a neighbour needs of a grid of 100 by 200 by 300 cells: the first plane of the third dimension.
 * const plane = subarray([100, 200, 300], [100, 200, 1], [0, 0, 0], FLOAT64)
 */
export function subarray(
  sizes: ArrayLike<number>,
  subsizes: ArrayLike<number>,
  starts: ArrayLike<number>,
  type: Datatype,
  order: ArrayOrder = ORDER_C,
): Datatype {
  const lists = { sizes, subsizes, starts }
  for (const [name, list] of Object.entries(lists)) checkEach('subarray', name, list, checkCount)
  checkSameLength('subarray', lists)
  requireDatatype('subarray', type)
  const dimensions = sizes.length
  const fastestFirst = fromFastest('subarray', dimensions, order)
  if (dimensions === 0) throw new CrossmemRangeError('ERR_SHAPE', 'subarray: give at least one dimension')
  let { shape } = type
  let stride = type.extent
  let offset = 0
  let elements = 1
  for (const dimension of fastestFirst) {
    const [size, subsize, start] = [sizes[dimension], subsizes[dimension], starts[dimension]]
    if (subsize < 1 || start + subsize > size) {
      throw new CrossmemRangeError(
        'ERR_SHAPE',
        `subarray: in dimension ${dimension} the part would be elements ${start} to ${start + subsize} of ${size}`,
      )
    }
    shape = repeated(shape, subsize, stride)
    offset += start * stride
    stride *= size
    elements *= subsize
  }
  return new Datatype({
    shape: shape.shifted(offset),
    signature: repeatedSignature(type.signature, elements),
    lb: 0,
    ub: stride,
    alignment: type.alignment,
    envelope: {
      combiner: 'subarray',
      integers: [dimensions, ...Array.from(sizes), ...Array.from(subsizes), ...Array.from(starts), order],
      addresses: [],
      datatypes: [type],
    },
  })
}
