import { repeated } from '../../memory/shape/build.ts'
import { checkCount, checkWhole } from './arguments.ts'
import { Bounds } from './bounds.ts'
import { Datatype, requireDatatype } from './datatype.ts'
import type { Envelope } from './envelope.ts'
import { repeatedSignature } from './signature.ts'

/**
 * `count` of a datatype, one extent after the other (MPI_Type_contiguous).
 * @throws CrossmemRangeError ERR_COUNTS; CrossmemTypeError ERR_DATATYPE
 * @example
 * const point = contiguous(3, FLOAT64)
 */
export function contiguous(count: number, type: Datatype): Datatype {
  requireDatatype('contiguous', type)
  checkCount('contiguous', 'count', count)
  return blocks(count, 1, type.extent, type, {
    combiner: 'contiguous',
    integers: [count],
    addresses: [],
    datatypes: [type],
  })
}

/**
 * `count` blocks of `blockLength` of a datatype, whose beginnings are `stride` extents apart (MPI_Type_vector).
 * @throws CrossmemRangeError ERR_COUNTS; CrossmemTypeError ERR_DATATYPE
 * @example
 * // A column of a matrix of 100 rows and 200 columns.
 * const column = vector(100, 1, 200, FLOAT64)
 */
export function vector(count: number, blockLength: number, stride: number, type: Datatype): Datatype {
  requireDatatype('vector', type)
  checkBlocks('vector', count, blockLength, stride)
  return blocks(count, blockLength, stride * type.extent, type, {
    combiner: 'vector',
    integers: [count, blockLength, stride],
    addresses: [],
    datatypes: [type],
  })
}

/** As {@link vector}, with a stride in bytes (MPI_Type_create_hvector). */
export function hvector(count: number, blockLength: number, stride: number, type: Datatype): Datatype {
  requireDatatype('hvector', type)
  checkBlocks('hvector', count, blockLength, stride)
  return blocks(count, blockLength, stride, type, {
    combiner: 'hvector',
    integers: [count, blockLength],
    addresses: [stride],
    datatypes: [type],
  })
}

function checkBlocks(call: string, count: number, blockLength: number, stride: number): void {
  checkCount(call, 'count', count)
  checkCount(call, 'blockLength', blockLength)
  checkWhole(call, 'stride', stride)
}

/** @param stride in bytes */
function blocks(count: number, blockLength: number, stride: number, type: Datatype, envelope: Envelope): Datatype {
  const { lb, ub } = new Bounds()
    .add(0, count === 0 ? 0 : blockLength, type)
    .add((count - 1) * stride, count === 0 ? 0 : blockLength, type)
  return new Datatype({
    shape: repeated(repeated(type.shape, blockLength, type.extent), count, stride),
    signature: repeatedSignature(type.signature, count * blockLength),
    lb,
    ub,
    alignment: type.alignment,
    envelope,
  })
}
