import { CrossmemTypeError } from '../errors.ts'
import { reductionOf } from '../mpi/datatype/reduction.ts'
import { BAND, BOR, BXOR, LAND, LOR, LXOR, MAX, MIN, type Op, PROD, REPLACE, SUM } from '../mpi/op.ts'
import { MAXLOC, MINLOC } from '../mpi/pair-ops.ts'
import * as abi from './abi/ops.ts'
import { basicDatatypes } from './datatypes.ts'
import type { GuestOp } from './elements.ts'

function of(op: Op): GuestOp {
  return {
    commutative: op.commutative,
    for(datatype) {
      const type = basicDatatypes.get(datatype)
      if (type !== undefined) return reductionOf(op, type).op
      throw new CrossmemTypeError('ERR_OP_TYPE', `${op.name} combines elements of MPI's own datatypes only`)
    },
  }
}

/** The predefined operations, by handle. */
export const predefinedOps: ReadonlyMap<number, GuestOp> = new Map([
  [abi.MPI_SUM, of(SUM)],
  [abi.MPI_MIN, of(MIN)],
  [abi.MPI_MAX, of(MAX)],
  [abi.MPI_PROD, of(PROD)],
  [abi.MPI_BAND, of(BAND)],
  [abi.MPI_BOR, of(BOR)],
  [abi.MPI_BXOR, of(BXOR)],
  [abi.MPI_LAND, of(LAND)],
  [abi.MPI_LOR, of(LOR)],
  [abi.MPI_LXOR, of(LXOR)],
  [abi.MPI_MINLOC, of(MINLOC)],
  [abi.MPI_MAXLOC, of(MAXLOC)],
  [abi.MPI_REPLACE, of(REPLACE)],
])
