import {
  planeLength,
  rowLength,
  type Slab,
  slabLength,
  wrapPlanes,
  wrapWhole,
} from '../../../../examples/npb/mg/slab.ts'
import { Randlc } from '../../../../examples/npb/randlc.ts'

/** A slab that is a whole cube. */
export function wholeCube(side: number): Slab {
  return { side, planes: side }
}

/** A cube of random numbers, with its border. */
export function randomCube(side: number, skipped = 0): Float64Array {
  const field = new Float64Array(slabLength(wholeCube(side)))
  new Randlc(skipped).fill(field)
  wrapPlanes(field, wholeCube(side))
  wrapWhole(field, wholeCube(side))
  return field
}

/** The value at a point of a periodic cube; points count from 1, as those of a slab do. */
export function at(field: Float64Array, side: number, x: number, y: number, z: number): number {
  const inside = (i: number) => ((i - 1 + side) % side) + 1
  return field[inside(z) * planeLength({ side }) + inside(y) * rowLength({ side }) + inside(x)]
}

/** Calls back with each point of a cube. */
export function eachPoint(side: number, visit: (x: number, y: number, z: number) => void): void {
  for (let z = 1; z <= side; z++) for (let y = 1; y <= side; y++) for (let x = 1; x <= side; x++) visit(x, y, z)
}

/** The sum over the 27 points around a point, each times the weight for its distance: 0, 1, √2 or √3. */
export function weighted(field: Float64Array, side: number, [x, y, z]: readonly number[], weights: readonly number[]) {
  let sum = 0
  for (const dz of [-1, 0, 1]) {
    for (const dy of [-1, 0, 1]) {
      for (const dx of [-1, 0, 1]) {
        const weight = weights[Math.abs(dx) + Math.abs(dy) + Math.abs(dz)]
        sum += weight * at(field, side, x + dx, y + dy, z + dz)
      }
    }
  }
  return sum
}
