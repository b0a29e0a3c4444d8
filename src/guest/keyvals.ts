import { CrossmemRangeError } from '../errors.ts'
import { Attributes, type Keyval } from '../mpi/attributes.ts'
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
  /** How many attributes there are by it. */
  uses: number
  isFreed: boolean
}

/** The parameters of a function that copies attributes. */
const COPY_PARAMETERS = 6

/** The keyvals that a program has made (MPI 4.1, 7.7). */
export class Keyvals {
  readonly #guest: Guest
  readonly #handles = new Handles<GuestKeyval>(8, 'keyval', 'ERR_KEYVAL')
  /** By which handles the program knows what has attributes. */
  readonly #holders = new WeakMap<object, number>()
  readonly #attributes = new WeakMap<object, Attributes>()

  constructor(guest: Guest) {
    this.#guest = guest
  }

  /** Remembers the handle of something that may have attributes. */
  holds(holder: object, handle: number): void {
    this.#holders.set(holder, handle)
  }

  /** What is kept with something that has no attributes of its own in the library. */
  attributesOf(holder: object): Attributes {
    let attributes = this.#attributes.get(holder)
    if (attributes === undefined) {
      attributes = new Attributes(holder)
      this.#attributes.set(holder, attributes)
    }
    return attributes
  }

  /** Copies what is kept with something to its duplicate. @throws UserError of a copy function */
  duplicate(holder: object, twin: object, handle: number): void {
    this.#attributes.set(twin, new Attributes(twin, this.attributesOf(holder).copy()))
    this.holds(twin, handle)
  }

  /**
   * @param copy pointer to a function, or one of MPI's own
   * @param extra what both functions are given, whatever it means to them
   * @returns the handle
   * @throws CrossmemRangeError ERR_CALLBACK
   */
  create(holder: Holder, copy: number, remove: number, extra: number): number {
    const copied = this.#copyBy(copy, extra)
    const deleted = this.#deleteBy(remove, extra)
    const keyval: Keyval<number> = {
      copy: (value, whose) => {
        const theirs = copied(value, whose, handle)
        if (theirs !== undefined) made.uses++
        return theirs
      },
      delete: (value, whose) => {
        deleted(value, whose, handle)
        made.uses--
        this.#forget(handle, made)
      },
    }
    const made: GuestKeyval = { holder, keyval, uses: 0, isFreed: false }
    const handle = this.#handles.add(made)
    return handle
  }

  /** Gives it up; it stays what it is as long as there are attributes by it. @throws CrossmemRangeError ERR_KEYVAL */
  free(holder: Holder, handle: number): void {
    const made = this.#made(holder, handle)
    made.isFreed = true
    this.#forget(handle, made)
  }

  /** Sets an attribute. @throws CrossmemRangeError ERR_KEYVAL; as Communicator.setAttr */
  set(holder: Holder, handle: number, set: (keyval: Keyval<number>) => void): void {
    const made = this.#made(holder, handle)
    // What is deleted meanwhile does not end it.
    made.uses++
    try {
      set(made.keyval)
    } catch (error) {
      made.uses--
      throw error
    }
  }

  /** @throws CrossmemRangeError ERR_KEYVAL for what is none, or is for something else */
  get(holder: Holder, handle: number): Keyval<number> {
    return this.#made(holder, handle).keyval
  }

  #made(holder: Holder, handle: number): GuestKeyval {
    const found = this.#handles.get(handle)
    if (found.holder === holder) return found
    throw new CrossmemRangeError('ERR_KEYVAL', `keyval ${handle} is one of a ${found.holder}, not of a ${holder}`)
  }

  #forget(handle: number, { isFreed, uses }: GuestKeyval): void {
    if (isFreed && uses === 0) this.#handles.remove(handle)
  }

  /** What the program's function makes of an attribute of something that is duplicated. */
  #copyBy(pointer: number, extra: number): (value: number, whose: unknown, handle: number) => number | undefined {
    const guest = this.#guest
    if (pointer === MPI_NULL_COPY_FN) return () => undefined
    // The linker may have put a function of the program where MPI_COMM_DUP_FN and its like point.
    if (pointer === MPI_DUP_FN && !guest.mayCall(pointer, COPY_PARAMETERS)) return (value) => value
    const call = guest.callback(pointer)
    return (value, whose, handle) =>
      withScratch(guest, 8, (result) => {
        guest.memory.putInt(result + 4, 0)
        this.#run(call, [this.#handleOf(whose), handle, extra, value, result, result + 4])
        return guest.memory.getInt(result + 4) === 0 ? undefined : guest.memory.getInt(result)
      })
  }

  #deleteBy(pointer: number, extra: number): (value: number, whose: unknown, handle: number) => void {
    if (pointer === MPI_NULL_DELETE_FN) return () => undefined
    const call = this.#guest.callback(pointer)
    return (value, whose, handle) => this.#run(call, [this.#handleOf(whose), handle, value, extra])
  }

  /** Calls a function of the program, which may call the library. @throws UserError with the code that it returns */
  #run(call: (...args: number[]) => number, args: readonly number[]): void {
    const { concerned } = this.#guest
    const code = call(...args)
    this.#guest.concerned = concerned
    if (code !== MPI_SUCCESS) throw new UserError(isCode(code) ? code : ErrorClass.OTHER)
  }

  #handleOf(holder: unknown): number {
    return this.#holders.get(holder as object) ?? 0
  }
}

function isCode(code: number): boolean {
  try {
    errorString(code)
    return true
  } catch {
    return false
  }
}
