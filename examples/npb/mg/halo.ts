import { type Communicator, waitAll } from 'crossmem/mpi'
import { planeLength, type Slab } from './slab.ts'

const UP = 1
const DOWN = 2

/** The planes of a slab that neighbouring ranks exchange; the ranks stand in a ring. A plane lies in one piece. */
export class Halo {
  readonly #comm: Communicator
  readonly #below: number
  readonly #above: number
  readonly #first: Float64Array
  readonly #last: Float64Array
  readonly #borderBelow: Float64Array
  readonly #borderAbove: Float64Array

  /** @param field in the arena, so that planes are copied once */
  constructor(comm: Communicator, field: Float64Array, slab: Slab) {
    const plane = planeLength(slab)
    const at = (index: number) => field.subarray(index * plane, (index + 1) * plane)
    this.#comm = comm
    this.#below = (comm.rank + comm.size - 1) % comm.size
    this.#above = (comm.rank + 1) % comm.size
    this.#first = at(1)
    this.#last = at(slab.planes)
    this.#borderBelow = at(0)
    this.#borderAbove = at(slab.planes + 1)
  }

  /** Sends the first and the last plane to the neighbours, and fills the border with theirs. */
  exchange(): void {
    // Both neighbours are one rank where there are two: the tags tell the planes apart.
    waitAll([
      this.#comm.irecv(this.#borderBelow, { source: this.#below, tag: UP }),
      this.#comm.irecv(this.#borderAbove, { source: this.#above, tag: DOWN }),
      this.#comm.isend(this.#last, { dest: this.#above, tag: UP }),
      this.#comm.isend(this.#first, { dest: this.#below, tag: DOWN }),
    ])
  }
}
