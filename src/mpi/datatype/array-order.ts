import { CrossmemRangeError } from '../../errors.ts'

/** Arrays as C has them, the last index running fastest. Numbers as in MPI's ABI. */
export const ORDER_C = 12
/** Arrays as Fortran has them, the first index running fastest. */
export const ORDER_FORTRAN = 15
export type ArrayOrder = typeof ORDER_C | typeof ORDER_FORTRAN

/** The dimensions of an array, from the one whose index runs fastest. @throws CrossmemRangeError ERR_SHAPE */
export function fromFastest(call: string, dimensions: number, order: ArrayOrder): number[] {
  const indices = Array.from({ length: dimensions }, (_, index) => index)
  if (order === ORDER_FORTRAN) return indices
  if (order === ORDER_C) return indices.reverse()
  throw new CrossmemRangeError('ERR_SHAPE', `${call}: order is ORDER_C or ORDER_FORTRAN, not ${order}`)
}
