import { alloc, type Communicator } from 'crossmem/mpi'
import { Halo } from './halo.ts'
import { type Slab, slabLength, wrapPlanes, wrapWhole } from './slab.ts'

/** A field on a grid, whose border can be filled. */
export class Field {
  readonly values: Float64Array
  readonly #slab: Slab
  readonly #halo: Halo | null

  /** @param comm null where this rank has the whole cube */
  constructor(comm: Communicator | null, slab: Slab) {
    this.#slab = slab
    this.values = comm ? alloc(Float64Array, slabLength(slab)) : new Float64Array(slabLength(slab))
    this.#halo = comm && new Halo(comm, this.values, slab)
  }

  /** Fills the border. */
  wrap(): void {
    wrapPlanes(this.values, this.#slab)
    if (this.#halo) this.#halo.exchange()
    else wrapWhole(this.values, this.#slab)
  }
}
