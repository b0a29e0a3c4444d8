import { checkWhole } from './arguments.ts'
import { Datatype, requireDatatype } from './datatype.ts'
import type { Envelope } from './envelope.ts'

/**
 * The same data with another lower bound and extent, in bytes (MPI_Type_create_resized): so the next one begins elsewhere.
 * @throws CrossmemRangeError ERR_COUNTS; CrossmemTypeError ERR_DATATYPE
 * @example
 * // Columns of a matrix of 100 rows and 200 columns, side by side.
 * const columns = resized(vector(100, 1, 200, FLOAT64), 0, 8)
 */
export function resized(type: Datatype, lb: number, extent: number): Datatype {
  requireDatatype('resized', type)
  checkWhole('resized', 'lb', lb)
  checkWhole('resized', 'extent', extent)
  return again(type, lb, lb + extent, { combiner: 'resized', integers: [], addresses: [lb, extent], datatypes: [type] })
}

/** The same datatype once more, to be named apart (MPI_Type_dup). @throws CrossmemTypeError ERR_DATATYPE */
export function dup(type: Datatype): Datatype {
  requireDatatype('dup', type)
  const { lb, extent } = type
  return again(type, lb, lb + extent, { combiner: 'dup', integers: [], addresses: [], datatypes: [type] })
}

function again({ shape, signature, alignment }: Datatype, lb: number, ub: number, envelope: Envelope): Datatype {
  return new Datatype({ shape, signature, lb, ub, alignment, envelope })
}
