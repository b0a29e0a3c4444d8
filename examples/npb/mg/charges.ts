import type { Communicator } from 'crossmem/mpi'
import { Randlc } from '../randlc.ts'
import { planeLength, rowLength, type Slab, wrapPlanes } from './slab.ts'

/** How many points have the charge 1, and how many -1. */
const CHARGES = 10

/**
 * Sets a slab to the benchmark's right-hand side, but for the border in z: every point of the cube has a random number, x
 * running fastest; where the ten greatest are it is 1, where the ten smallest are -1, and elsewhere 0.
 *
 * @param firstPlane how many planes of the cube lie before the slab
 */
export function placeCharges(comm: Communicator, field: Float64Array, slab: Slab, firstPlane: number): void {
  const { side, planes } = slab
  const greatest = new Greatest(CHARGES)
  const smallest = new Greatest(CHARGES)
  const random = new Randlc(firstPlane * side ** 2)
  const numbers = new Float64Array(side ** 2)
  for (let plane = firstPlane; plane < firstPlane + planes; plane++) {
    random.fill(numbers)
    greatest.add(numbers, plane * numbers.length, 1)
    smallest.add(numbers, plane * numbers.length, -1)
  }

  field.fill(0)
  const place = (points: Greatest, charge: number) => {
    for (const point of points.ofAll(comm)) {
      const plane = Math.floor(point / side ** 2) - firstPlane
      if (plane < 0 || plane >= planes) continue
      const y = Math.floor(point / side) % side
      field[(plane + 1) * planeLength(slab) + (y + 1) * rowLength(slab) + (point % side) + 1] = charge
    }
  }
  place(greatest, 1)
  place(smallest, -1)
  wrapPlanes(field, slab)
}

/** The greatest of many numbers, in descending order, and the points that have them. */
class Greatest {
  readonly #values: Float64Array
  readonly #points: Float64Array

  constructor(count: number) {
    this.#values = new Float64Array(count).fill(-Infinity)
    this.#points = new Float64Array(count)
  }

  /** Adds numbers, times `sign`, that belong to the points from `firstPoint` on. */
  add(numbers: Float64Array, firstPoint: number, sign: 1 | -1): void {
    const last = this.#values.length - 1
    for (let i = 0; i < numbers.length; i++) {
      if (sign * numbers[i] > this.#values[last]) this.#insert(sign * numbers[i], firstPoint + i)
    }
  }

  /** The points of the greatest numbers of all ranks. */
  ofAll(comm: Communicator): Float64Array {
    const count = this.#values.length
    const values = comm.allgather(this.#values, { recv: new Float64Array(comm.size * count) })
    const points = comm.allgather(this.#points, { recv: new Float64Array(comm.size * count) })
    const all = new Greatest(count)
    for (let i = 0; i < values.length; i++) {
      if (values[i] > all.#values[count - 1]) all.#insert(values[i], points[i])
    }
    return all.#points
  }

  #insert(value: number, point: number): void {
    let i = this.#values.length - 1
    for (; i > 0 && this.#values[i - 1] < value; i--) {
      this.#values[i] = this.#values[i - 1]
      this.#points[i] = this.#points[i - 1]
    }
    this.#values[i] = value
    this.#points[i] = point
  }
}
