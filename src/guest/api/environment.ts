import { hostname } from 'node:os'
import { CrossmemError } from '../../errors.ts'
import { wtime } from '../../mpi/clock.ts'
import { self, world } from '../../mpi/world.ts'
import {
  MPI_MAX_LIBRARY_VERSION_STRING,
  MPI_MAX_PROCESSOR_NAME,
  MPI_THREAD_FUNNELED,
  MPI_THREAD_MULTIPLE,
  MPI_THREAD_SINGLE,
} from '../abi/constants.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'

/** Starting, ending, time and versions (MPI 4.1, chapters 9 and 11). */
export function environment(guest: Guest): Imports {
  const { memory } = guest

  function begin(level: number): void {
    if (guest.state !== 'before')
      throw new CrossmemError('ERR_INITIALIZED', 'MPI_Init was called already: call it once')
    guest.threadLevel = level
    guest.state = 'running'
  }

  return {
    MPI_Init() {
      begin(MPI_THREAD_SINGLE)
      return MPI_SUCCESS
    },
    MPI_Init_thread(_argc: number, _argv: number, required: number, provided: number) {
      if (required < MPI_THREAD_SINGLE || required > MPI_THREAD_MULTIPLE) {
        throw new CrossmemError('ERR_ARGUMENT', `${required} is no level of thread support`)
      }
      // A program is one thread, so all levels come to the same.
      const level = Math.min(required, MPI_THREAD_FUNNELED)
      begin(level)
      memory.putInt(provided, level)
      return MPI_SUCCESS
    },
    MPI_Initialized(flag: number) {
      memory.putInt(flag, guest.state === 'before' ? 0 : 1)
      return MPI_SUCCESS
    },
    MPI_Finalized(flag: number) {
      memory.putInt(flag, guest.state === 'finalized' ? 1 : 0)
      return MPI_SUCCESS
    },
    MPI_Query_thread(provided: number) {
      memory.putInt(provided, guest.threadLevel)
      return MPI_SUCCESS
    },
    MPI_Is_thread_main(flag: number) {
      memory.putInt(flag, 1)
      return MPI_SUCCESS
    },
    MPI_Finalize() {
      self.deleteAttrs()
      world.barrier()
      guest.state = 'finalized'
      return MPI_SUCCESS
    },
    MPI_Abort(_comm: number, code: number) {
      // An exit code has 8 bits, and 0 would say that all is well.
      process.exit(code & 255 || 1)
    },
    MPI_Wtime: wtime,
    MPI_Wtick: () => 1e-9,
    MPI_Get_processor_name(name: number, length: number) {
      memory.putInt(length, memory.putString(name, hostname(), MPI_MAX_PROCESSOR_NAME))
      return MPI_SUCCESS
    },
    MPI_Get_version(version: number, subversion: number) {
      memory.putInt(version, 4)
      memory.putInt(subversion, 1)
      return MPI_SUCCESS
    },
    MPI_Get_library_version(text: number, length: number) {
      memory.putInt(
        length,
        memory.putString(text, `crossmem on Node ${process.version}`, MPI_MAX_LIBRARY_VERSION_STRING),
      )
      return MPI_SUCCESS
    },
    MPI_Pcontrol() {
      return MPI_SUCCESS
    },
  }
}
