import { CrossmemRangeError } from '../errors.ts'
import { hex } from './memory.ts'

/*
 * A handle that a program makes: its kind in the highest 4 bits, then 8 bits that change whenever the place is used again, then the place.
 * Those of the ABI are below all of these.
 */
const KIND_SHIFT = 28
const GENERATION_SHIFT = 20
const GENERATIONS = 256
const PLACES = 2 ** GENERATION_SHIFT

/** The objects that a program's C handles of one kind stand for. Garbage, freed handles and those of another kind are told apart. */
export class Handles<T> {
  readonly #kind: number
  readonly #what: string
  readonly #code: string
  /** The ABI's own, by handle. */
  readonly #fixed: (T | undefined)[] = []
  readonly #made: (T | undefined)[] = []
  readonly #generations: number[] = []
  readonly #free: number[] = []

  /**
   * @param kind 1 to 15, another one for each
   * @param what for error messages, such as `communicator`
   * @param code of the error for a handle that is none
   */
  constructor(kind: number, what: string, code: string) {
    this.#kind = kind << KIND_SHIFT
    this.#what = what
    this.#code = code
  }

  /** Gives a handle of the ABI its meaning. */
  fix(handle: number, object: T): void {
    this.#fixed[handle] = object
  }

  /** A handle for an object. @throws CrossmemRangeError when there are too many */
  add(object: T): number {
    const place = this.#free.pop() ?? this.#made.length
    if (place === PLACES) {
      throw new CrossmemRangeError(
        this.#code,
        `there are ${PLACES} handles of the kind ${this.#what} already: free some`,
      )
    }
    if (place === this.#made.length) this.#generations.push(0)
    this.#made[place] = object
    return this.#kind | (this.#generations[place] << GENERATION_SHIFT) | place
  }

  /** @throws CrossmemRangeError for what is no handle of this kind, or was freed */
  get(handle: number): T {
    const object = this.find(handle)
    if (object === undefined) throw this.#bad(handle)
    return object
  }

  /** As {@link get}; undefined for what is no handle. */
  find(handle: number): T | undefined {
    if (handle >>> GENERATION_SHIFT === 0) return this.#fixed[handle]
    const place = handle & (PLACES - 1)
    const valid = (this.#kind | (this.#generations[place] << GENERATION_SHIFT) | place) === handle
    return valid ? this.#made[place] : undefined
  }

  /** Whether the handle is one of the ABI's. */
  isFixed(handle: number): boolean {
    return this.#fixed[handle] !== undefined && handle >>> GENERATION_SHIFT === 0
  }

  /** Forgets a handle that the program made. @returns what it stood for */
  remove(handle: number): T {
    const object = this.get(handle)
    if (handle >>> GENERATION_SHIFT === 0) throw this.#bad(handle)
    const place = handle & (PLACES - 1)
    this.#made[place] = undefined
    this.#generations[place] = (this.#generations[place] + 1) % GENERATIONS
    this.#free.push(place)
    return object
  }

  /** Puts another object in the place of one that the program made. */
  replace(handle: number, object: T): void {
    this.get(handle)
    this.#made[handle & (PLACES - 1)] = object
  }

  /** How many there are that the program made and did not free. */
  get count(): number {
    return this.#made.length - this.#free.length
  }

  #bad(handle: number): CrossmemRangeError {
    return new CrossmemRangeError(this.#code, `${hex(handle)} is no ${this.#what}, or one that was freed`)
  }
}
