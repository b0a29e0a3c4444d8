import type { Keyval } from '../../mpi/attributes.ts'
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
import type { Holder } from '../keyvals.ts'

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

/** What something keeps attributes by. */
interface Keeper {
  set(keyval: Keyval<number>, value: number): void
  get(keyval: Keyval<number>): number | undefined
  delete(keyval: Keyval<number>): unknown
}

/** Attributes of communicators and datatypes (MPI 4.1, 7.7), the former under their deprecated names, too. */
export function attributes(guest: Guest): Imports {
  const { keyvals } = guest
  const ofComms = functionsFor(guest, 'communicator', (handle) => {
    const comm = guest.comm(handle)
    return {
      set: (keyval, value) => comm.setAttr(keyval, value),
      get: (keyval) => comm.getAttr(keyval),
      delete: (keyval) => comm.deleteAttr(keyval),
    }
  })
  const ofTypes = functionsFor(guest, 'datatype', (handle) => {
    const datatype = guest.datatypes.get(handle)
    keyvals.holds(datatype, handle)
    return keyvals.attributesOf(datatype)
  })
  const { create, free, set, remove } = ofComms
  const get = withPredefined(guest, ofComms.get)

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
    MPI_Type_create_keyval: ofTypes.create,
    MPI_Type_free_keyval: ofTypes.free,
    MPI_Type_set_attr: ofTypes.set,
    MPI_Type_get_attr: ofTypes.get,
    MPI_Type_delete_attr: ofTypes.remove,
  }
}

function functionsFor(guest: Guest, holder: Holder, keeperOf: (handle: number) => Keeper) {
  const { memory, keyvals } = guest

  return {
    create(copy: number, remove: number, keyval: number, extra: number): number {
      memory.putInt(keyval, keyvals.create(holder, copy, remove, extra))
      return MPI_SUCCESS
    },
    free(pointer: number): number {
      keyvals.free(holder, memory.getInt(pointer))
      memory.putInt(pointer, MPI_KEYVAL_INVALID)
      return MPI_SUCCESS
    },
    set(handle: number, keyval: number, value: number): number {
      const keeper = keeperOf(handle)
      keyvals.set(holder, keyval, (known) => keeper.set(known, value))
      return MPI_SUCCESS
    },
    get(handle: number, keyval: number, value: number, flag: number): number {
      const found = keeperOf(handle).get(keyvals.get(holder, keyval))
      memory.putInt(flag, found === undefined ? 0 : 1)
      if (found !== undefined) memory.putInt(value, found)
      return MPI_SUCCESS
    },
    remove(handle: number, keyval: number): number {
      keeperOf(handle).delete(keyvals.get(holder, keyval))
      return MPI_SUCCESS
    },
  }
}

type Get = (handle: number, keyval: number, value: number, flag: number) => number

/** MPI_Comm_get_attr: of the predefined attributes C gets pointers to numbers. */
function withPredefined(guest: Guest, get: Get): Get {
  const { memory } = guest
  const places = new Map<number, number>()

  return (handle, keyval, value, flag) => {
    const valueNow = PREDEFINED.get(keyval)
    if (valueNow === undefined) return get(handle, keyval, value, flag)
    guest.comm(handle)
    const place = places.get(keyval) ?? guest.malloc(4)
    places.set(keyval, place)
    memory.putInt(place, valueNow())
    memory.putInt(value, place)
    memory.putInt(flag, 1)
    return MPI_SUCCESS
  }
}
