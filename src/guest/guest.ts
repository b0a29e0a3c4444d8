import { CrossmemError, CrossmemRangeError } from '../errors.ts'
import type { Communicator } from '../mpi/communicator.ts'
import { ANY_TAG, PROC_NULL, ROOT } from '../mpi/constants.ts'
import type { Datatype } from '../mpi/datatype/datatype.ts'
import { Layout } from '../mpi/datatype/layout.ts'
import { GROUP_EMPTY, type Group } from '../mpi/group.ts'
import { Intercommunicator } from '../mpi/intercommunicator.ts'
import type { MatchedMessage } from '../mpi/matched-message.ts'
import type { MessageBuffer } from '../mpi/message-buffer.ts'
import { PersistentRequest } from '../mpi/persistent-request.ts'
import type { Request } from '../mpi/request.ts'
import { self, world } from '../mpi/world.ts'
import { MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_PROC_NULL, MPI_ROOT } from './abi/constants.ts'
import {
  MPI_COMM_NULL,
  MPI_COMM_SELF,
  MPI_COMM_WORLD,
  MPI_ERRORS_ABORT,
  MPI_ERRORS_ARE_FATAL,
  MPI_ERRORS_RETURN,
  MPI_GROUP_EMPTY,
  MPI_REQUEST_NULL,
} from './abi/handles.ts'
import { MPI_BOTTOM } from './abi/pointers.ts'
import { basicDatatypes } from './datatypes.ts'
import type { GuestOp } from './elements.ts'
import type { ErrorHandler } from './failures.ts'
import { Handles } from './handles.ts'
import type { Info } from './info.ts'
import { Keyvals } from './keyvals.ts'
import { type GuestMemory, hex } from './memory.ts'
import { predefinedOps } from './ops.ts'

/** What a running program gives to its library. */
export interface GuestExports {
  /** Absent when the program's linker was not told to export it. */
  readonly table?: { get(index: number): unknown; readonly length: number }
  readonly malloc?: (bytes: number) => number
  readonly free?: (pointer: number) => void
}

/** How far a program is: MPI_Init not called, called, MPI_Finalize called. */
export type State = 'before' | 'running' | 'finalized'

/** What a program's request stands for. */
export interface GuestRequest {
  readonly request: Request<unknown>
  /** The communicator, whose error handler is told of its failure. */
  readonly comm: number
  /** What is still to be written into the program's memory, when it is done. */
  complete?(result: unknown): void
}

/** A message that was found in a communicator. */
export interface GuestMessage {
  readonly message: MatchedMessage
  readonly comm: number
}

type Callback = (...args: number[]) => number

/** No rank that MPI knows; what it is passed to says so. */
const NO_RANK = -99

/** A C program on this rank: its memory, and what its handles stand for. */
export class Guest {
  readonly memory: GuestMemory
  readonly comms = new Handles<Communicator | Intercommunicator>(1, 'communicator', 'ERR_COMM')
  readonly groups = new Handles<Group>(2, 'group', 'ERR_GROUP')
  readonly requests = new Handles<GuestRequest>(3, 'request', 'ERR_REQUEST')
  readonly datatypes = new Handles<Datatype>(4, 'datatype', 'ERR_DATATYPE')
  readonly ops = new Handles<GuestOp>(5, 'operation', 'ERR_OP')
  readonly errorHandlers = new Handles<ErrorHandler>(7, 'error handler', 'ERR_ERRHANDLER')
  readonly messages = new Handles<GuestMessage>(6, 'message', 'ERR_MESSAGE')
  readonly infos = new Handles<Info>(9, 'info object', 'ERR_INFO')
  readonly keyvals = new Keyvals(this)
  state: State = 'before'
  /** The thread support that MPI_Init_thread gave. */
  threadLevel = 0
  /** The communicator that the present call was given: its error handler is told. */
  concerned = MPI_COMM_SELF
  /** Whether the present call has large counts: its name ends with _c. */
  large = false
  #exports: GuestExports = {}
  readonly #committed = new WeakSet<Datatype>()
  /** Datatypes that were made by calls with large counts. */
  readonly ofLargeCounts = new WeakSet<Datatype>()
  /** Of communicators whose errors do not end the program. */
  readonly #handlers = new WeakMap<object, ErrorHandler>()

  constructor(memory: GuestMemory) {
    this.memory = memory
    this.comms.fix(MPI_COMM_WORLD, world)
    this.comms.fix(MPI_COMM_SELF, self)
    this.keyvals.holds(world, MPI_COMM_WORLD)
    this.keyvals.holds(self, MPI_COMM_SELF)
    this.groups.fix(MPI_GROUP_EMPTY, GROUP_EMPTY)
    this.errorHandlers.fix(MPI_ERRORS_ARE_FATAL, 'fatal')
    this.errorHandlers.fix(MPI_ERRORS_ABORT, 'abort')
    this.errorHandlers.fix(MPI_ERRORS_RETURN, 'return')
    for (const [handle, op] of predefinedOps) this.ops.fix(handle, op)
    for (const [handle, datatype] of basicDatatypes) this.datatypes.fix(handle, datatype)
  }

  /** Takes what the instantiated module exports. */
  attach(exports: GuestExports): void {
    this.#exports = exports
  }

  /** @throws CrossmemRangeError ERR_COMM */
  comm(handle: number): Communicator | Intercommunicator {
    const comm = this.comms.get(handle)
    this.concerned = handle
    return comm
  }

  /** One of one group. @throws CrossmemRangeError ERR_COMM */
  intracomm(handle: number): Communicator {
    const comm = this.comm(handle)
    if (comm instanceof Intercommunicator) {
      throw new CrossmemRangeError(
        'ERR_COMM',
        `${hex(handle)} is an intercommunicator, where one of a single group is needed`,
      )
    }
    return comm
  }

  /** One of two groups. @throws CrossmemRangeError ERR_COMM */
  intercomm(handle: number): Intercommunicator {
    const comm = this.comm(handle)
    if (comm instanceof Intercommunicator) return comm
    throw new CrossmemRangeError('ERR_COMM', `${hex(handle)} is no intercommunicator`)
  }

  /** A handle for a communicator that was made of another one; MPI_COMM_NULL for none. It inherits the error handler. */
  newComm(comm: Communicator | Intercommunicator | null, parent: number): number {
    if (comm === null) return MPI_COMM_NULL
    this.#handlers.set(comm, this.handlerOf(parent))
    const handle = this.comms.add(comm)
    this.keyvals.holds(comm, handle)
    return handle
  }

  /** A handle for a group. */
  newGroup(group: Group): number {
    return group === GROUP_EMPTY ? MPI_GROUP_EMPTY : this.groups.add(group)
  }

  handlerOf(comm: number): ErrorHandler {
    const found = this.comms.find(comm)
    return (found && this.#handlers.get(found)) ?? 'fatal'
  }

  setHandler(comm: number, handler: ErrorHandler): void {
    this.#handlers.set(this.comms.get(comm), handler)
  }

  /** Gives the program a handle for a request that has begun in a communicator. */
  begun(pointer: number, comm: number, request: Request<unknown>, complete?: (result: unknown) => void): void {
    const word = this.memory.words(pointer, 1)
    this.memory.i32[word] = this.requests.add(complete === undefined ? { request, comm } : { request, comm, complete })
  }

  /** A request has ended, and the program is told: its handle, at `pointer`, stands for nothing any more, unless it is persistent. */
  completed(pointer: number, result: unknown): void {
    const word = this.memory.words(pointer, 1)
    const handle = this.memory.i32[word]
    const { request, complete } = this.requests.get(handle)
    if (!(request instanceof PersistentRequest)) {
      this.requests.remove(handle)
      this.memory.i32[word] = MPI_REQUEST_NULL
    }
    complete?.(result)
  }

  /**
   * The memory of `count` elements.
   * @throws CrossmemRangeError ERR_COUNT, ERR_DATATYPE, ERR_BUFFER, ERR_BOUNDS
   */
  buffer(pointer: number, count: number, datatype: number): MessageBuffer {
    const type = this.committed(datatype)
    return type.isPlain ? this.span(pointer, 0, checkCount(count) * type.extent) : this.layout(pointer, count, datatype)
  }

  /** Data of a datatype in the program's memory; without a pointer, its displacements are addresses. @throws as {@link buffer} */
  layout(pointer: number, count: number, datatype: number): Layout {
    const { memory } = this
    const all = memory.bytes(0, memory.size)
    return new Layout(this.committed(datatype), all, { offset: pointer >>> 0, count: checkCount(count) })
  }

  /** A datatype that may be sent. @throws CrossmemRangeError ERR_DATATYPE */
  committed(datatype: number): Datatype {
    const type = this.datatypes.get(datatype)
    if (this.isCommitted(type)) return type
    throw new CrossmemRangeError('ERR_DATATYPE', 'the datatype was not committed: call MPI_Type_commit first')
  }

  isCommitted(type: Datatype): boolean {
    return type.envelope.combiner === 'named' || this.#committed.has(type)
  }

  commit(type: Datatype): void {
    this.#committed.add(type)
  }

  /** So many bytes, from some bytes behind a pointer on. @throws CrossmemRangeError ERR_BUFFER */
  span(pointer: number, begin: number, length: number): Uint8Array<ArrayBuffer> {
    if (pointer === MPI_BOTTOM && length > 0) {
      throw new CrossmemRangeError('ERR_BUFFER', `the buffer of ${length} bytes is a null pointer`)
    }
    return this.memory.bytes(length === 0 ? 0 : (pointer >>> 0) + begin, length)
  }

  /** An array of int. @throws CrossmemRangeError ERR_BUFFER, ERR_COUNT */
  ints(pointer: number, count: number): number[] {
    if (checkCount(count) === 0) return []
    const word = this.memory.words(pointer, count)
    return Array.from(this.memory.i32.subarray(word, word + count))
  }

  /** Fills an array of int, as far as there is room. @throws CrossmemRangeError ERR_BUFFER, ERR_COUNT */
  putInts(pointer: number, room: number, values: readonly number[]): void {
    const count = Math.min(checkCount(room), values.length)
    if (count === 0) return
    const word = this.memory.words(pointer, count)
    for (let i = 0; i < count; i++) this.memory.i32[word + i] = values[i]
  }

  /** An array of counts: of int, or of MPI_Count. @throws CrossmemRangeError ERR_BUFFER, ERR_COUNT */
  counts(pointer: number, count: number): number[] {
    if (!this.large) return this.ints(pointer, count)
    const bytes = this.memory.bytes(pointer, checkCount(count) * 8)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    return Array.from({ length: count }, (_, i) => Number(view.getBigInt64(i * 8, true)))
  }

  /** Writes a count: an int, or an MPI_Count. @throws CrossmemRangeError ERR_BUFFER */
  putCount(pointer: number, count: number): void {
    if (!this.large) {
      this.memory.putInt(pointer, count)
      return
    }
    this.putLong(pointer, count)
  }

  /** Writes an MPI_Count. @throws CrossmemRangeError ERR_BUFFER */
  putLong(pointer: number, value: number): void {
    const bytes = this.memory.bytes(pointer, 8)
    new DataView(bytes.buffer, bytes.byteOffset, 8).setBigInt64(0, BigInt(value), true)
  }

  /** Reads what {@link putCount} writes. @throws CrossmemRangeError ERR_BUFFER */
  getCount(pointer: number): number {
    return this.counts(pointer, 1)[0]
  }

  /** Whether a pointer is one to a function of the program with so many parameters. */
  mayCall(pointer: number, parameters: number): boolean {
    const { table } = this.#exports
    const found = table !== undefined && pointer > 0 && pointer < table.length ? table.get(pointer) : null
    return typeof found === 'function' && found.length === parameters
  }

  /** A function of the program, by its pointer. @throws CrossmemRangeError ERR_CALLBACK; CrossmemError ERR_GUEST_EXPORT */
  callback(pointer: number): Callback {
    const { table } = this.#exports
    if (table === undefined) throw notExported('__indirect_function_table', '--export-table')
    const found = pointer > 0 && pointer < table.length ? table.get(pointer) : null
    if (typeof found === 'function') return found as Callback
    throw new CrossmemRangeError('ERR_CALLBACK', `${pointer} is no pointer to a function`)
  }

  /** Memory from the program's own malloc; 0 when there is none left. @throws CrossmemError ERR_GUEST_EXPORT */
  malloc(bytes: number): number {
    const { malloc } = this.#exports
    if (malloc === undefined) throw notExported('malloc', '--export=malloc --export=free')
    return malloc(bytes) >>> 0
  }

  /** Gives back what {@link malloc} gave. */
  free(pointer: number): void {
    const { free } = this.#exports
    if (free === undefined) throw notExported('free', '--export=malloc --export=free')
    free(pointer)
  }
}

/** A rank that C gave, where MPI_ANY_SOURCE, MPI_PROC_NULL and MPI_ROOT are other numbers than here. */
export function rankOf(rank: number): number {
  if (rank >= MPI_ANY_SOURCE) return rank
  if (rank === MPI_ROOT) return ROOT
  return rank === MPI_PROC_NULL ? PROC_NULL : NO_RANK
}

/** A tag that C gave for a receive, where MPI_ANY_TAG is another number than here. */
export function tagOf(tag: number): number {
  if (tag >= 0) return tag
  return tag === MPI_ANY_TAG ? ANY_TAG : MPI_ANY_TAG
}

/** @throws CrossmemRangeError ERR_COUNT for what is less than 0 */
export function checkCount(count: number): number {
  if (count >= 0) return count
  throw new CrossmemRangeError('ERR_COUNT', `a count of ${count} means nothing: give 0 or more`)
}

function notExported(name: string, option: string): CrossmemError {
  return new CrossmemError(
    'ERR_GUEST_EXPORT',
    `the program does not export ${name}, which this call needs: link it by crossmem cc, or with -Wl,${option}`,
  )
}
