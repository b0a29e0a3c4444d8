import { CrossmemRangeError } from '../../errors.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { MPI_OP_NULL } from '../abi/ops.ts'
import type { Imports } from '../call.ts'
import { elements, userOp } from '../elements.ts'
import type { Guest } from '../guest.ts'

/** Operations of reductions (MPI 4.1, 6.9). */
export function operations(guest: Guest): Imports {
  const { memory, ops } = guest

  return {
    MPI_Op_create(pointer: number, commute: number, op: number) {
      memory.putInt(op, ops.add(userOp(guest, pointer, commute !== 0, guest.large)))
      return MPI_SUCCESS
    },
    MPI_Op_commutative(op: number, commute: number) {
      memory.putInt(commute, ops.get(op).commutative ? 1 : 0)
      return MPI_SUCCESS
    },
    MPI_Op_free(pointer: number) {
      const handle = memory.getInt(pointer)
      if (ops.isFixed(handle)) throw new CrossmemRangeError('ERR_OP', 'an operation of MPI itself cannot be freed')
      ops.remove(handle)
      memory.putInt(pointer, MPI_OP_NULL)
      return MPI_SUCCESS
    },
    MPI_Reduce_local(inbuf: number, inoutbuf: number, count: number, datatype: number, op: number) {
      const combine = ops.get(op).for(datatype)
      const inout = elements(guest, inoutbuf, count, datatype, combine)
      combine.apply(inout, elements(guest, inbuf, count, datatype, combine))
      return MPI_SUCCESS
    },
  }
}
