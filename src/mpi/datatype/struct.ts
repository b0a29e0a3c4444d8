import { placed, repeated } from '../../memory/shape/build.ts'
import { checkCount, checkEach, checkSameLength, checkWhole } from './arguments.ts'
import { Bounds } from './bounds.ts'
import { Datatype, requireDatatype } from './datatype.ts'
import { repeatedSignature, sequence } from './signature.ts'

/**
 * Blocks of different datatypes, each displaced by some bytes (MPI_Type_create_struct). It ends where a compiler would let such a struct
 * end: its extent is a multiple of what its most demanding element is aligned to.
 * @throws CrossmemRangeError ERR_COUNTS; CrossmemTypeError ERR_COUNTS, ERR_DATATYPE
 * @example
 * // struct { double position[3]; int cell; }
 * const particle = struct([3, 1], [0, 24], [FLOAT64, INT32])
 * console.log(particle.size, particle.extent) // 28 32
 */
export function struct(
  blockLengths: ArrayLike<number>,
  displs: ArrayLike<number>,
  types: readonly Datatype[],
): Datatype {
  checkEach('struct', 'blockLengths', blockLengths, checkCount)
  checkEach('struct', 'displs', displs, checkWhole)
  checkSameLength('struct', { blockLengths, displs, types })
  for (const type of types) requireDatatype('struct', type)
  const [lengths, places] = [Array.from(blockLengths), Array.from(displs)]
  const bounds = new Bounds()
  types.forEach((type, index) => {
    bounds.add(places[index], lengths[index], type)
  })
  const { lb, ub } = bounds
  const used = types.filter((_, index) => lengths[index] > 0)
  const alignment = used.reduce((most, type) => Math.max(most, type.alignment), 1)
  // What was resized ends where its maker wants it to.
  const isResized = used.some((type) => type.isResized)
  return new Datatype({
    shape: placed(
      places,
      types.map((type, index) => repeated(type.shape, lengths[index], type.extent)),
    ),
    signature: sequence(types.map((type, index) => repeatedSignature(type.signature, lengths[index]))),
    lb,
    ub: isResized ? ub : lb + Math.ceil((ub - lb) / alignment) * alignment,
    alignment,
    envelope: { combiner: 'struct', integers: [lengths.length, ...lengths], addresses: places, datatypes: [...types] },
  })
}
