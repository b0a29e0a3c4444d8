import { CrossmemError, CrossmemRangeError } from '../errors.ts'
import type { Communicator } from '../mpi/communicator.ts'
import { ANY_TAG, PROC_NULL } from '../mpi/constants.ts'
import { GROUP_EMPTY, type Group } from '../mpi/group.ts'
import type { MatchedMessage } from '../mpi/matched-message.ts'
import type { Op } from '../mpi/op.ts'
import type { Request } from '../mpi/request.ts'
import { self, world } from '../mpi/world.ts'
import { MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_PROC_NULL } from './abi/constants.ts'
import { MPI_COMM_SELF, MPI_COMM_WORLD, MPI_GROUP_EMPTY } from './abi/handles.ts'
import { MPI_BOTTOM } from './abi/pointers.ts'
import { basicDatatypes, type GuestDatatype } from './datatypes.ts'
import { Handles } from './handles.ts'
import type { GuestMemory } from './memory.ts'

/** What a running program gives to its library. */
export interface GuestExports {
  /** Absent when the program's linker was not told to export it. */
  readonly table?: { get(index: number): unknown; readonly length: number }
  readonly malloc?: (bytes: number) => number
  readonly free?: (pointer: number) => void
}

/** How far a program is: MPI_Init not called, called, MPI_Finalize called. */
export type State = 'before' | 'running' | 'finalized'

type Callback = (...args: number[]) => number

/** No rank that MPI knows; what it is passed to says so. */
const NO_RANK = -99

/** A C program on this rank: its memory, and what its handles stand for. */
export class Guest {
  readonly memory: GuestMemory
  readonly comms = new Handles<Communicator>(1, 'communicator', 'ERR_COMM')
  readonly groups = new Handles<Group>(2, 'group', 'ERR_GROUP')
  readonly requests = new Handles<Request<unknown>>(3, 'request', 'ERR_REQUEST')
  readonly datatypes = new Handles<GuestDatatype>(4, 'datatype', 'ERR_DATATYPE')
  readonly ops = new Handles<Op>(5, 'operation', 'ERR_OP')
  readonly messages = new Handles<MatchedMessage>(6, 'message', 'ERR_MESSAGE')
  state: State = 'before'
  /** The thread support that MPI_Init_thread gave. */
  threadLevel = 0
  /** The communicator that the present call was given: its error handler is told. */
  concerned = MPI_COMM_SELF
  /** Whether the present call has large counts: its name ends with _c. */
  large = false
  #exports: GuestExports = {}

  constructor(memory: GuestMemory) {
    this.memory = memory
    this.comms.fix(MPI_COMM_WORLD, world)
    this.comms.fix(MPI_COMM_SELF, self)
    this.groups.fix(MPI_GROUP_EMPTY, GROUP_EMPTY)
    for (const [handle, datatype] of basicDatatypes) this.datatypes.fix(handle, datatype)
  }

  /** Takes what the instantiated module exports. */
  attach(exports: GuestExports): void {
    this.#exports = exports
  }

  /** @throws CrossmemRangeError ERR_COMM */
  comm(handle: number): Communicator {
    const comm = this.comms.get(handle)
    this.concerned = handle
    return comm
  }

  /**
   * The memory of `count` elements.
   * @throws CrossmemRangeError ERR_COUNT, ERR_DATATYPE, ERR_BUFFER
   */
  buffer(pointer: number, count: number, datatype: number): Uint8Array<ArrayBuffer> {
    const { extent } = this.datatypes.get(datatype)
    if (count < 0)
      throw new CrossmemRangeError('ERR_COUNT', `a count of ${count} elements means nothing: give 0 or more`)
    if (pointer === MPI_BOTTOM && count > 0) {
      throw new CrossmemRangeError('ERR_BUFFER', `the buffer of ${count} elements is a null pointer`)
    }
    return this.memory.bytes(pointer, count * extent)
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

/** A rank that C gave, where MPI_ANY_SOURCE and MPI_PROC_NULL are other numbers than here. */
export function rankOf(rank: number): number {
  if (rank >= MPI_ANY_SOURCE) return rank
  return rank === MPI_PROC_NULL ? PROC_NULL : NO_RANK
}

/** A tag that C gave for a receive, where MPI_ANY_TAG is another number than here. */
export function tagOf(tag: number): number {
  if (tag >= 0) return tag
  return tag === MPI_ANY_TAG ? ANY_TAG : MPI_ANY_TAG
}

function notExported(name: string, option: string): CrossmemError {
  return new CrossmemError(
    'ERR_GUEST_EXPORT',
    `the program does not export ${name}, which this call needs: link it by crossmem cc, or with -Wl,${option}`,
  )
}
