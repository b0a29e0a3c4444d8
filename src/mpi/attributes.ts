import { CrossmemTypeError } from '../errors.ts'
import { kindOf } from '../memory/bytes.ts'

/**
 * A key under which a library keeps something of its own with a communicator (MPI 4.1, chapter 7.7): whoever has this very object
 * reaches it. Both functions may be left away.
 * @example
 * const plans: Keyval<Map<string, number>> = { copy: (plan) => new Map(plan) }
 * world.setAttr(plans, new Map([['steps', 100]]))
 * const copy = world.dup()
 * console.log(copy.getAttr(plans)?.get('steps'))
 * copy.free()
 * world.deleteAttr(plans)
 */
export interface Keyval<T, H = unknown> {
  /**
   * Called when its holder is duplicated, in the order in which attributes were set.
   * @returns what the duplicate shall have; undefined for nothing, as without this function
   */
  copy?(value: T, holder: H): T | undefined
  /**
   * Called before an attribute goes: deleted, replaced, or with its holder. If it throws, the attribute and its holder stay as they are, and the
   * call that would have deleted it throws that.
   */
  delete?(value: T, holder: H): void
}

type AnyKeyval = Keyval<unknown, unknown>
/** Attributes on their way to a duplicate. */
export type CopiedAttributes = readonly (readonly [keyval: AnyKeyval, value: unknown])[]

/** What is kept with one communicator, or another thing that can be duplicated and freed. */
export class Attributes {
  readonly #holder: unknown
  readonly #values = new Map<AnyKeyval, unknown>()

  constructor(holder: unknown, copied: CopiedAttributes = []) {
    this.#holder = holder
    for (const [keyval, value] of copied) this.#values.set(keyval, value)
  }

  /** @throws CrossmemTypeError ERR_KEYVAL; whatever the deletion of its former value throws */
  set<T>(keyval: Keyval<T, never>, value: T): void {
    requireKeyval(keyval)
    this.delete(keyval)
    this.#values.set(keyval as AnyKeyval, value)
  }

  /** @throws CrossmemTypeError ERR_KEYVAL */
  get<T>(keyval: Keyval<T, never>): T | undefined {
    requireKeyval(keyval)
    return this.#values.get(keyval as AnyKeyval) as T | undefined
  }

  /** @returns whether there was one. @throws CrossmemTypeError ERR_KEYVAL; whatever the keyval's function throws */
  delete(keyval: Keyval<unknown, never>): boolean {
    requireKeyval(keyval)
    const known = keyval as AnyKeyval
    if (!this.#values.has(known)) return false
    known.delete?.(this.#values.get(known), this.#holder)
    return this.#values.delete(known)
  }

  /** Deletes all, the last that was set first. @throws whatever a keyval's function throws; then those that were set before are left */
  clear(): void {
    for (const keyval of [...this.#values.keys()].reverse()) this.delete(keyval)
  }

  /** What a duplicate of the holder gets. @throws whatever a keyval's function throws */
  copy(): CopiedAttributes {
    const copied: [AnyKeyval, unknown][] = []
    for (const [keyval, value] of this.#values) {
      const theirs = keyval.copy?.(value, this.#holder)
      if (theirs !== undefined) copied.push([keyval, theirs])
    }
    return copied
  }
}

function requireKeyval(keyval: unknown): void {
  if (typeof keyval !== 'object' || keyval === null) {
    throw new CrossmemTypeError(
      'ERR_KEYVAL',
      `the key of an attribute is an object as Keyval describes, not ${kindOf(keyval)}`,
    )
  }
}
