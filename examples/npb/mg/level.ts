import type { Communicator } from 'crossmem/mpi'
import { Field } from './field.ts'
import type { Slab } from './slab.ts'

/** One of the grids: an approximate solution u, and what remains to be solved, r. */
export class Level implements Slab {
  readonly side: number
  readonly planes: number
  readonly u: Field
  readonly r: Field

  /** @param comm whose ranks have a slab each; null where this rank has the whole cube */
  constructor(comm: Communicator | null, side: number) {
    this.side = side
    this.planes = comm ? side / comm.size : side
    this.u = new Field(comm, this)
    this.r = new Field(comm, this)
  }
}
