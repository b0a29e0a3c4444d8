import { CrossmemRangeError } from '../../errors.ts'
import { TAG_UB } from '../../mpi/constants.ts'
import { lastUsedCode } from '../../mpi/error-codes.ts'
import { world } from '../../mpi/world.ts'
import {
  MPI_ANY_SOURCE,
  MPI_APPNUM,
  MPI_HOST,
  MPI_IO,
  MPI_KEYVAL_INVALID,
  MPI_LASTUSEDCODE,
  MPI_PROC_NULL,
  MPI_TAG_UB,
  MPI_UNIVERSE_SIZE,
  MPI_WTIME_IS_GLOBAL,
} from '../abi/constants.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'

/** What MPI itself says of communicators (MPI 4.1, 9.1.2): a pointer to an int each. */
const PREDEFINED = new Map<number, () => number>([
  [MPI_TAG_UB, () => TAG_UB],
  [MPI_HOST, () => MPI_PROC_NULL],
  // Each rank can read and write.
  [MPI_IO, () => MPI_ANY_SOURCE],
  [MPI_WTIME_IS_GLOBAL, () => 0],
  [MPI_APPNUM, () => 0],
  [MPI_UNIVERSE_SIZE, () => world.size],
  [MPI_LASTUSEDCODE, lastUsedCode],
])

/** Attributes of communicators (MPI 4.1, 7.7), under their present names and the deprecated ones. */
export function attributes(guest: Guest): Imports {
  const { memory, keyvals } = guest
  /** Where the predefined attributes are, once one was asked for. */
  const places = new Map<number, number>()

  function placeOf(keyval: number, valueNow: () => number): number {
    const place = places.get(keyval) ?? guest.malloc(4)
    places.set(keyval, place)
    memory.putInt(place, valueNow())
    return place
  }

  function create(copy: number, remove: number, keyval: number, extra: number): number {
    memory.putInt(keyval, keyvals.create('communicator', copy, remove, extra))
    return MPI_SUCCESS
  }

  function free(pointer: number): number {
    keyvals.free('communicator', memory.getInt(pointer))
    memory.putInt(pointer, MPI_KEYVAL_INVALID)
    return MPI_SUCCESS
  }

  function keyvalOf(handle: number) {
    if (PREDEFINED.has(handle)) {
      throw new CrossmemRangeError('ERR_KEYVAL', `attribute ${handle} is MPI's own, and stays as it is`)
    }
    return keyvals.get('communicator', handle)
  }

  function set(comm: number, keyval: number, value: number): number {
    guest.comm(comm).setAttr(keyvalOf(keyval), value)
    return MPI_SUCCESS
  }

  function get(comm: number, keyval: number, value: number, flag: number): number {
    const communicator = guest.comm(comm)
    const valueNow = PREDEFINED.get(keyval)
    const found =
      valueNow === undefined ? communicator.getAttr(keyvals.get('communicator', keyval)) : placeOf(keyval, valueNow)
    memory.putInt(flag, found === undefined ? 0 : 1)
    if (found !== undefined) memory.putInt(value, found)
    return MPI_SUCCESS
  }

  function remove(comm: number, keyval: number): number {
    guest.comm(comm).deleteAttr(keyvalOf(keyval))
    return MPI_SUCCESS
  }

  return {
    MPI_Comm_create_keyval: create,
    MPI_Comm_free_keyval: free,
    MPI_Comm_set_attr: set,
    MPI_Comm_get_attr: get,
    MPI_Comm_delete_attr: remove,
    MPI_Keyval_create: create,
    MPI_Keyval_free: free,
    MPI_Attr_put: set,
    MPI_Attr_get: get,
    MPI_Attr_delete: remove,
  }
}
