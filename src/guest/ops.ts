import { BAND, BOR, BXOR, LAND, LOR, LXOR, MAX, MIN, type Op, PROD, REPLACE, SUM } from '../mpi/op.ts'
import { MAXLOC, MINLOC } from '../mpi/pair-ops.ts'
import * as abi from './abi/ops.ts'
import type { GuestOp } from './elements.ts'

function of(op: Op): GuestOp {
  return { commutative: op.commutative, for: () => op }
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
