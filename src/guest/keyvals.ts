import { CrossmemRangeError } from '../errors.ts'
import type { Keyval } from '../mpi/attributes.ts'
import { ErrorClass } from '../mpi/error-class.ts'
import { errorString, UserError } from '../mpi/error-codes.ts'
import { MPI_SUCCESS } from './abi/error-classes.ts'
import { MPI_DUP_FN, MPI_NULL_COPY_FN, MPI_NULL_DELETE_FN } from './abi/pointers.ts'
import type { Guest } from './guest.ts'
import { Handles } from './handles.ts'
import { withScratch } from './scratch.ts'

/** What attributes are kept with. */
export type Holder = 'communicator' | 'datatype' | 'window'

/** A keyval of the program: values are its pointers. */
interface GuestKeyval {
  readonly holder: Holder
  readonly keyval: Keyval<number>
}

/** The parameters of a function that copies attributes. */
const COPY_PARAMETERS = 6

/** The keyvals that a program has made (MPI 4.1, 7.7). */
export class Keyvals {
  readonly #guest: Guest
  readonly #handles = new Handles<GuestKeyval>(8, 'keyval', 'ERR_KEYVAL')
  /** By which handles the program knows what has attributes. */
  readonly #holders = new WeakMap<object, number>()

  constructor(guest: Guest) {
    this.#guest = guest
  }

  /** Remembers the handle of something that may have attributes. */
  holds(holder: object, handle: number): void {
    this.#holders.set(holder, handle)
  }

  /**
   * @param copy pointer to a function, or one of MPI's own
   * @param extra what both functions are given, whatever it means to them
   * @returns the handle
   * @throws CrossmemRangeError ERR_CALLBACK
   */
  create(holder: Holder, copy: number, remove: number, extra: number): number {
    const keyval: Keyval<number> = {}
    const handle = this.#handles.add({ holder, keyval })
    if (copy === MPI_DUP_FN && !this.#isCopyFunction(copy)) keyval.copy = (value) => value
    else if (copy !== MPI_NULL_COPY_FN) keyval.copy = this.#copyBy(copy, handle, extra)
    if (remove !== MPI_NULL_DELETE_FN) keyval.delete = this.#deleteBy(remove, handle, extra)
    return handle
  }

  /** Its attributes stay where they are. @throws CrossmemRangeError ERR_KEYVAL */
  free(holder: Holder, handle: number): void {
    this.get(holder, handle)
    this.#handles.remove(handle)
  }

  /** @throws CrossmemRangeError ERR_KEYVAL for what is none, or is for something else */
  get(holder: Holder, handle: number): Keyval<number> {
    const found = this.#handles.get(handle)
    if (found.holder === holder) return found.keyval
    throw new CrossmemRangeError('ERR_KEYVAL', `keyval ${handle} is one of a ${found.holder}, not of a ${holder}`)
  }

  /** The linker may have put a function of the program where MPI_COMM_DUP_FN and its like point. */
  #isCopyFunction(pointer: number): boolean {
    return this.#guest.mayCall(pointer, COPY_PARAMETERS)
  }

  #copyBy(pointer: number, handle: number, extra: number) {
    const guest = this.#guest
    const call = guest.callback(pointer)
    return (value: number, holder: unknown): number | undefined =>
      withScratch(guest, 8, (result) => {
        guest.memory.putInt(result + 4, 0)
        check(call(this.#handleOf(holder), handle, extra, value, result, result + 4))
        return guest.memory.getInt(result + 4) === 0 ? undefined : guest.memory.getInt(result)
      })
  }

  #deleteBy(pointer: number, handle: number, extra: number) {
    const call = this.#guest.callback(pointer)
    return (value: number, holder: unknown): void => check(call(this.#handleOf(holder), handle, value, extra))
  }

  #handleOf(holder: unknown): number {
    return this.#holders.get(holder as object) ?? 0
  }
}

/** @throws UserError with the code that a callback has returned */
function check(code: number): void {
  if (code !== MPI_SUCCESS) throw new UserError(isCode(code) ? code : ErrorClass.OTHER)
}

function isCode(code: number): boolean {
  try {
    errorString(code)
    return true
  } catch {
    return false
  }
}
