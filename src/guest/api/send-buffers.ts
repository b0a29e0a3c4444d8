import { CrossmemRangeError } from '../../errors.ts'
import type { Bytes } from '../../memory/bytes.ts'
import { attachBuffer, detachBuffer, flushBuffer, iflushBuffer } from '../../mpi/attached-buffer.ts'
import { BUFFER_AUTOMATIC } from '../../mpi/constants.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { MPI_COMM_SELF } from '../abi/handles.ts'
import { MPI_BUFFER_AUTOMATIC } from '../abi/pointers.ts'
import type { Imports } from '../call.ts'
import { checkCount, type Guest } from '../guest.ts'

type SendBuffer = Bytes | typeof BUFFER_AUTOMATIC

/** The memory in which buffered sends keep their messages (MPI 4.1, 3.6). */
export function sendBuffers(guest: Guest): Imports {
  const { memory } = guest

  function bufferAt(pointer: number, size: number): SendBuffer {
    if (pointer === MPI_BUFFER_AUTOMATIC) return BUFFER_AUTOMATIC
    if (pointer === 0) throw new CrossmemRangeError('ERR_BUFFER', 'the buffer to attach is a null pointer')
    return memory.bytes(pointer, checkCount(size))
  }

  /** Tells where a buffer was that is detached, and its size. */
  function put(buffer: SendBuffer | null, pointer: number, size: number): number {
    const bytes = buffer as Uint8Array
    const none = buffer === null || buffer === BUFFER_AUTOMATIC
    memory.putInt(pointer, buffer === BUFFER_AUTOMATIC ? MPI_BUFFER_AUTOMATIC : none ? 0 : bytes.byteOffset)
    guest.putCount(size, none ? 0 : bytes.length)
    return MPI_SUCCESS
  }

  return {
    MPI_Buffer_attach(pointer: number, size: number) {
      attachBuffer(bufferAt(pointer, size))
      return MPI_SUCCESS
    },
    MPI_Buffer_detach: (pointer: number, size: number) => put(detachBuffer(), pointer, size),
    MPI_Buffer_flush() {
      flushBuffer()
      return MPI_SUCCESS
    },
    MPI_Buffer_iflush(request: number) {
      guest.begun(request, MPI_COMM_SELF, iflushBuffer())
      return MPI_SUCCESS
    },
    MPI_Comm_attach_buffer(comm: number, pointer: number, size: number) {
      guest.comm(comm).attachBuffer(bufferAt(pointer, size))
      return MPI_SUCCESS
    },
    MPI_Comm_detach_buffer: (comm: number, pointer: number, size: number) =>
      put(guest.comm(comm).detachBuffer(), pointer, size),
    MPI_Comm_flush_buffer(comm: number) {
      guest.comm(comm).flushBuffer()
      return MPI_SUCCESS
    },
    MPI_Comm_iflush_buffer(comm: number, request: number) {
      guest.begun(request, comm, guest.comm(comm).iflushBuffer())
      return MPI_SUCCESS
    },
  }
}
