import { CrossmemRangeError } from '../../errors.ts'
import { packExternal, packExternalSize, unpackExternal } from '../../mpi/datatype/external32.ts'
import { pack, packSize, unpack } from '../../mpi/datatype/pack.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'

/** Packing by hand (MPI 4.1, 5.2 and 5.3). */
export function packing(guest: Guest): Imports {
  const { memory } = guest

  return {
    MPI_Pack(inbuf: number, incount: number, type: number, outbuf: number, outsize: number, position: number) {
      const data = guest.layout(inbuf, incount, type)
      guest.putCount(position, pack(data, memory.bytes(outbuf, outsize), guest.getCount(position)))
      return MPI_SUCCESS
    },
    MPI_Unpack(inbuf: number, insize: number, position: number, outbuf: number, outcount: number, type: number) {
      const data = guest.layout(outbuf, outcount, type)
      guest.putCount(position, unpack(memory.bytes(inbuf, insize), data, guest.getCount(position)))
      return MPI_SUCCESS
    },
    MPI_Pack_size(incount: number, type: number, comm: number, size: number) {
      guest.comm(comm)
      guest.putCount(size, packSize(guest.datatypes.get(type), incount))
      return MPI_SUCCESS
    },
    MPI_Pack_external(
      datarep: number,
      inbuf: number,
      incount: number,
      type: number,
      outbuf: number,
      outsize: number,
      position: number,
    ) {
      requireExternal32(memory.string(datarep))
      const data = guest.layout(inbuf, incount, type)
      guest.putCount(position, packExternal(data, memory.bytes(outbuf, outsize), guest.getCount(position)))
      return MPI_SUCCESS
    },
    MPI_Unpack_external(
      datarep: number,
      inbuf: number,
      insize: number,
      position: number,
      outbuf: number,
      outcount: number,
      type: number,
    ) {
      requireExternal32(memory.string(datarep))
      const data = guest.layout(outbuf, outcount, type)
      guest.putCount(position, unpackExternal(memory.bytes(inbuf, insize), data, guest.getCount(position)))
      return MPI_SUCCESS
    },
    MPI_Pack_external_size(datarep: number, incount: number, type: number, size: number) {
      requireExternal32(memory.string(datarep))
      guest.putCount(size, packExternalSize(guest.datatypes.get(type), incount))
      return MPI_SUCCESS
    },
  }
}

/** @throws CrossmemRangeError ERR_DATAREP */
function requireExternal32(datarep: string): void {
  if (datarep === 'external32') return
  throw new CrossmemRangeError('ERR_DATAREP', `external32 is the one representation there is, not ${datarep}`)
}
