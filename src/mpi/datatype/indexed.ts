import { listed, placed, repeated } from '../../memory/shape/build.ts'
import { isRun, type Shape } from '../../memory/shape/shape.ts'
import { checkCount, checkEach, checkSameLength, checkWhole } from './arguments.ts'
import { Bounds } from './bounds.ts'
import { Datatype, requireDatatype } from './datatype.ts'
import type { Combiner } from './envelope.ts'
import { repeatedSignature } from './signature.ts'

/**
 * Blocks of different lengths of a datatype, each displaced by some extents (MPI_Type_indexed).
 * @throws CrossmemRangeError ERR_COUNTS; CrossmemTypeError ERR_COUNTS, ERR_DATATYPE
 * @example
 * // The upper triangle of a matrix of 4 rows and 4 columns.
 * const upper = indexed([4, 3, 2, 1], [0, 5, 10, 15], FLOAT64)
 */
export function indexed(blockLengths: ArrayLike<number>, displs: ArrayLike<number>, type: Datatype): Datatype {
  return ofBlocks('indexed', blockLengths, displs, type, false)
}

/** As {@link indexed}, with displacements in bytes (MPI_Type_create_hindexed). */
export function hindexed(blockLengths: ArrayLike<number>, displs: ArrayLike<number>, type: Datatype): Datatype {
  return ofBlocks('hindexed', blockLengths, displs, type, true)
}

/**
 * Blocks of one length of a datatype, each displaced by some extents (MPI_Type_create_indexed_block).
 * @throws as {@link indexed}
 */
export function indexedBlock(blockLength: number, displs: ArrayLike<number>, type: Datatype): Datatype {
  return ofEqualBlocks('indexedBlock', blockLength, displs, type, false)
}

/** As {@link indexedBlock}, with displacements in bytes (MPI_Type_create_hindexed_block). */
export function hindexedBlock(blockLength: number, displs: ArrayLike<number>, type: Datatype): Datatype {
  return ofEqualBlocks('hindexedBlock', blockLength, displs, type, true)
}

function ofBlocks(
  combiner: Combiner,
  blockLengths: ArrayLike<number>,
  displs: ArrayLike<number>,
  type: Datatype,
  inBytes: boolean,
): Datatype {
  requireDatatype(combiner, type)
  checkEach(combiner, 'blockLengths', blockLengths, checkCount)
  checkEach(combiner, 'displs', displs, checkWhole)
  checkSameLength(combiner, { blockLengths, displs })
  const [lengths, places] = [Array.from(blockLengths), Array.from(displs)]
  const integers = [lengths.length, ...lengths]
  return blocks(combiner, (index) => lengths[index], places, type, inBytes, integers)
}

function ofEqualBlocks(
  combiner: Combiner,
  blockLength: number,
  displs: ArrayLike<number>,
  type: Datatype,
  inBytes: boolean,
): Datatype {
  requireDatatype(combiner, type)
  checkCount(combiner, 'blockLength', blockLength)
  checkEach(combiner, 'displs', displs, checkWhole)
  const places = Array.from(displs)
  return blocks(combiner, () => blockLength, places, type, inBytes, [places.length, blockLength])
}

function blocks(
  combiner: Combiner,
  lengthOf: (index: number) => number,
  displs: readonly number[],
  type: Datatype,
  inBytes: boolean,
  integers: readonly number[],
): Datatype {
  const unit = inBytes ? 1 : type.extent
  const bounds = new Bounds()
  let elements = 0
  displs.forEach((displ, index) => {
    bounds.add(displ * unit, lengthOf(index), type)
    elements += lengthOf(index)
  })
  return new Datatype({
    shape: blocksShape(lengthOf, displs, unit, type),
    signature: repeatedSignature(type.signature, elements),
    lb: bounds.lb,
    ub: bounds.ub,
    alignment: type.alignment,
    envelope: {
      combiner,
      integers: inBytes ? integers : integers.concat(displs),
      addresses: inBytes ? displs : [],
      datatypes: [type],
    },
  })
}

function blocksShape(
  lengthOf: (index: number) => number,
  displs: readonly number[],
  unit: number,
  { shape, extent }: Datatype,
): Shape {
  // A list of runs takes numbers only, where others take an object for each length of block.
  if (isRun(shape) && shape.bytes === extent) {
    return listed(
      displs.length,
      (index) => displs[index] * unit + shape.low,
      (index) => lengthOf(index) * extent,
    )
  }
  const byLength = new Map<number, Shape>()
  const shapes = displs.map((_, index) => {
    const length = lengthOf(index)
    const known = byLength.get(length) ?? repeated(shape, length, extent)
    byLength.set(length, known)
    return known
  })
  return placed(
    displs.map((displ) => displ * unit),
    shapes,
  )
}
