import type { Datatype } from './datatype.ts'

/** Where a datatype begins and ends that is made of others (MPI 4.1, 5.1.6). */
export class Bounds {
  #lb = Number.POSITIVE_INFINITY
  #ub = Number.NEGATIVE_INFINITY

  /** Takes in a block of `count` of a datatype, whose displacements count from byte `at`. */
  add(at: number, count: number, { lb, extent }: Datatype): this {
    if (count === 0) return this
    const last = (count - 1) * extent
    this.#lb = Math.min(this.#lb, at + lb, at + lb + last)
    this.#ub = Math.max(this.#ub, at + lb + extent, at + lb + last + extent)
    return this
  }

  get lb(): number {
    return Number.isFinite(this.#lb) ? this.#lb : 0
  }

  get ub(): number {
    return Number.isFinite(this.#ub) ? this.#ub : 0
  }
}
