import { hostname } from 'node:os'
import { world } from '../../mpi/world.ts'
import { MPI_MAX_INFO_KEY, MPI_MAX_INFO_VAL } from '../abi/constants.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { MPI_INFO_ENV, MPI_INFO_NULL } from '../abi/handles.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'
import { Info } from '../info.ts'

/** Info objects (MPI 4.1, chapter 10), and those of communicators (7.4.4). */
export function infos(guest: Guest): Imports {
  const { memory, infos: handles } = guest
  handles.fix(MPI_INFO_ENV, environment())

  function put(pointer: number, info: Info): number {
    memory.putInt(pointer, handles.add(info))
    return MPI_SUCCESS
  }

  return {
    MPI_Info_create: (pointer: number) => put(pointer, new Info()),
    MPI_Info_create_env: (_argc: number, _argv: number, pointer: number) => put(pointer, environment()),
    MPI_Info_dup: (info: number, pointer: number) => put(pointer, handles.get(info).dup()),
    MPI_Info_free(pointer: number) {
      handles.remove(memory.getInt(pointer))
      memory.putInt(pointer, MPI_INFO_NULL)
      return MPI_SUCCESS
    },
    MPI_Info_set(info: number, key: number, value: number) {
      handles.get(info).set(memory.string(key), memory.string(value))
      return MPI_SUCCESS
    },
    MPI_Info_delete(info: number, key: number) {
      handles.get(info).delete(memory.string(key))
      return MPI_SUCCESS
    },
    MPI_Info_get(info: number, key: number, length: number, value: number, flag: number) {
      const found = handles.get(info).get(memory.string(key))
      memory.putInt(flag, found === undefined ? 0 : 1)
      if (found !== undefined) memory.putString(value, found, length + 1)
      return MPI_SUCCESS
    },
    MPI_Info_get_string(info: number, key: number, length: number, value: number, flag: number) {
      const found = handles.get(info).get(memory.string(key))
      memory.putInt(flag, found === undefined ? 0 : 1)
      if (found === undefined) return MPI_SUCCESS
      const room = memory.getInt(length)
      if (room > 0) memory.putString(value, found, room)
      memory.putInt(length, Buffer.byteLength(found) + 1)
      return MPI_SUCCESS
    },
    MPI_Info_get_valuelen(info: number, key: number, length: number, flag: number) {
      const found = handles.get(info).get(memory.string(key))
      memory.putInt(flag, found === undefined ? 0 : 1)
      if (found !== undefined) memory.putInt(length, Buffer.byteLength(found))
      return MPI_SUCCESS
    },
    MPI_Info_get_nkeys(info: number, count: number) {
      memory.putInt(count, handles.get(info).size)
      return MPI_SUCCESS
    },
    MPI_Info_get_nthkey(info: number, n: number, key: number) {
      memory.putString(key, handles.get(info).key(n), MPI_MAX_INFO_KEY)
      return MPI_SUCCESS
    },
    // There is no hint that the library follows: it ignores all, and tells of none.
    MPI_Comm_set_info(comm: number, info: number) {
      guest.comm(comm)
      if (info !== MPI_INFO_NULL) handles.get(info)
      return MPI_SUCCESS
    },
    MPI_Comm_get_info(comm: number, pointer: number) {
      guest.comm(comm)
      return put(pointer, new Info())
    },
  }
}

/** What a program is told of its start (MPI 4.1, 11.2.1). */
function environment(): Info {
  const info = new Info()
  info.set('maxprocs', String(world.size))
  info.set('host', hostname().slice(0, MPI_MAX_INFO_VAL - 1))
  info.set('arch', 'wasm32')
  info.set('wdir', process.cwd().slice(0, MPI_MAX_INFO_VAL - 1))
  return info
}
