import { CrossmemRangeError } from '../../errors.ts'
import type { ArrayOrder } from '../../mpi/datatype/array-order.ts'
import { darray } from '../../mpi/datatype/darray.ts'
import type { Datatype } from '../../mpi/datatype/datatype.ts'
import { hindexed, hindexedBlock, indexed, indexedBlock } from '../../mpi/datatype/indexed.ts'
import { dup, resized } from '../../mpi/datatype/resized.ts'
import { struct } from '../../mpi/datatype/struct.ts'
import { subarray } from '../../mpi/datatype/subarray.ts'
import { contiguous, hvector, vector } from '../../mpi/datatype/vector.ts'
import { MPI_DATATYPE_NULL } from '../abi/datatypes.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { type Imports, withLargeCounts } from '../call.ts'
import type { Guest } from '../guest.ts'

/** Datatypes: how they are made and ended, and what is known of them (MPI 4.1, 5.1). */
export function datatypes(guest: Guest): Imports {
  const { memory, keyvals } = guest

  /** A handle for a datatype that a call has made, with as many bits for its counts as the call has. */
  function made(pointer: number, type: Datatype): number {
    if (guest.large) guest.ofLargeCounts.add(type)
    memory.putInt(pointer, guest.datatypes.add(type))
    return MPI_SUCCESS
  }

  const typeOf = (handle: number) => guest.datatypes.get(handle)

  function hindexedFrom(count: number, lengths: number, displs: number, oldtype: number, newtype: number): number {
    return made(newtype, hindexed(guest.counts(lengths, count), guest.counts(displs, count), typeOf(oldtype)))
  }

  function hvectorFrom(count: number, blocklength: number, stride: number, oldtype: number, newtype: number): number {
    return made(newtype, hvector(count, blocklength, stride, typeOf(oldtype)))
  }

  function structFrom(count: number, lengths: number, displs: number, types: number, newtype: number): number {
    const members = guest.ints(types, count).map(typeOf)
    return made(newtype, struct(guest.counts(lengths, count), guest.counts(displs, count), members))
  }

  /** Two numbers of a datatype; each as a count, or an address. */
  function pair(of: (type: Datatype) => [number, number]) {
    return (datatype: number, first: number, second: number) => {
      const [one, other] = of(typeOf(datatype))
      guest.putCount(first, one)
      guest.putCount(second, other)
      return MPI_SUCCESS
    }
  }

  function one(of: (type: Datatype) => number) {
    return (datatype: number, value: number) => {
      guest.putCount(value, of(typeOf(datatype)))
      return MPI_SUCCESS
    }
  }

  const size = one((type) => type.size)
  const extent = pair((type) => [type.lb, type.extent])
  const trueExtent = pair((type) => [type.trueLb, type.trueExtent])

  return {
    MPI_Type_contiguous: (count: number, oldtype: number, newtype: number) =>
      made(newtype, contiguous(count, typeOf(oldtype))),
    MPI_Type_vector: (count: number, blocklength: number, stride: number, oldtype: number, newtype: number) =>
      made(newtype, vector(count, blocklength, stride, typeOf(oldtype))),
    MPI_Type_create_hvector: hvectorFrom,
    MPI_Type_hvector: hvectorFrom,
    MPI_Type_indexed: (count: number, lengths: number, displs: number, oldtype: number, newtype: number) =>
      made(newtype, indexed(guest.counts(lengths, count), guest.counts(displs, count), typeOf(oldtype))),
    MPI_Type_create_hindexed: hindexedFrom,
    MPI_Type_hindexed: hindexedFrom,
    MPI_Type_create_indexed_block: (count: number, length: number, displs: number, oldtype: number, newtype: number) =>
      made(newtype, indexedBlock(length, guest.counts(displs, count), typeOf(oldtype))),
    MPI_Type_create_hindexed_block: (count: number, length: number, displs: number, oldtype: number, newtype: number) =>
      made(newtype, hindexedBlock(length, guest.counts(displs, count), typeOf(oldtype))),
    MPI_Type_create_struct: structFrom,
    MPI_Type_struct: structFrom,
    MPI_Type_create_subarray(
      ndims: number,
      sizes: number,
      subsizes: number,
      starts: number,
      order: ArrayOrder,
      oldtype: number,
      newtype: number,
    ) {
      const [all, part, from] = [sizes, subsizes, starts].map((list) => guest.counts(list, ndims))
      return made(newtype, subarray(all, part, from, typeOf(oldtype), order))
    },
    MPI_Type_create_darray(
      size: number,
      rank: number,
      ndims: number,
      gsizes: number,
      distribs: number,
      dargs: number,
      psizes: number,
      order: ArrayOrder,
      oldtype: number,
      newtype: number,
    ) {
      const options = {
        size,
        rank,
        sizes: guest.counts(gsizes, ndims),
        distribs: guest.ints(distribs, ndims),
        dargs: guest.ints(dargs, ndims),
        psizes: guest.ints(psizes, ndims),
        order,
      }
      return made(newtype, darray(options, typeOf(oldtype)))
    },
    MPI_Type_create_resized: (oldtype: number, lb: number, extent: number, newtype: number) =>
      made(newtype, resized(typeOf(oldtype), lb, extent)),
    MPI_Type_dup(oldtype: number, newtype: number) {
      const type = typeOf(oldtype)
      const twin = dup(type)
      const handle = guest.datatypes.add(twin)
      try {
        keyvals.duplicate(type, twin, handle)
      } catch (error) {
        guest.datatypes.remove(handle)
        throw error
      }
      if (guest.isCommitted(type)) guest.commit(twin)
      memory.putInt(newtype, handle)
      return MPI_SUCCESS
    },
    MPI_Type_commit(pointer: number) {
      guest.commit(typeOf(memory.getInt(pointer)))
      return MPI_SUCCESS
    },
    MPI_Type_free(pointer: number) {
      const handle = memory.getInt(pointer)
      const type = typeOf(handle)
      if (guest.datatypes.isFixed(handle)) {
        throw new CrossmemRangeError('ERR_DATATYPE', `${type.name} is a datatype of MPI itself, and cannot be freed`)
      }
      keyvals.attributesOf(type).clear()
      guest.datatypes.remove(handle)
      memory.putInt(pointer, MPI_DATATYPE_NULL)
      return MPI_SUCCESS
    },
    MPI_Type_size: size,
    MPI_Type_size_x: withLargeCounts(guest, size),
    MPI_Type_get_extent: extent,
    MPI_Type_get_extent_x: withLargeCounts(guest, extent),
    MPI_Type_get_true_extent: trueExtent,
    MPI_Type_get_true_extent_x: withLargeCounts(guest, trueExtent),
    MPI_Type_extent: one((type) => type.extent),
    MPI_Type_lb: one((type) => type.lb),
    MPI_Type_ub: one((type) => type.lb + type.extent),
  }
}
