// The loops that the benchmark spends its time in. All look at the 27 points around a point, by their distance: itself, 6 beside
// it, 12 diagonal in a plane, 8 diagonal in space. Along a row they carry on the sums of the four points beside it in y and z
// (`beside`) and of the four diagonal ones (`diagonal`), at x - 1 (`…0`), x (`…1`) and x + 1 (`…2`): so each is formed once.
import { planeLength, rowLength, type Slab } from './slab.ts'

/** The equation's coefficients: for the point, those diagonal in a plane, and in space; for those beside it, 0. */
const A_SELF = -8 / 3
const A_PLANE = 1 / 6
const A_SPACE = 1 / 12

/** The smoother's: for the point, those beside it and those diagonal in a plane; for those diagonal in space, 0. */
const S_SELF = -3 / 8
const S_BESIDE = 1 / 32
const S_PLANE = -1 / 64

/** Sets r to v - A u, but for the border. r may be v. */
export function residual(u: Float64Array, v: Float64Array, r: Float64Array, slab: Slab): void {
  const row = rowLength(slab)
  const plane = planeLength(slab)
  for (let z = 1; z <= slab.planes; z++) {
    for (let y = 1; y <= slab.side; y++) {
      let i = z * plane + y * row + 1
      const end = i + slab.side
      let beside0 = u[i - 1 - row] + u[i - 1 + row] + u[i - 1 - plane] + u[i - 1 + plane]
      let diagonal0 = u[i - 1 - plane - row] + u[i - 1 - plane + row] + u[i - 1 + plane - row] + u[i - 1 + plane + row]
      let beside1 = u[i - row] + u[i + row] + u[i - plane] + u[i + plane]
      let diagonal1 = u[i - plane - row] + u[i - plane + row] + u[i + plane - row] + u[i + plane + row]
      for (; i < end; i++) {
        const next = i + 1
        const beside2 = u[next - row] + u[next + row] + u[next - plane] + u[next + plane]
        const diagonal2 = u[next - plane - row] + u[next - plane + row] + u[next + plane - row] + u[next + plane + row]
        r[i] = v[i] - A_SELF * u[i] - A_PLANE * (diagonal1 + beside0 + beside2) - A_SPACE * (diagonal0 + diagonal2)
        beside0 = beside1
        beside1 = beside2
        diagonal0 = diagonal1
        diagonal1 = diagonal2
      }
    }
  }
}

/** Adds S r to u, but for the border: an approximate solution of A u = r. */
export function smooth(r: Float64Array, u: Float64Array, slab: Slab): void {
  const row = rowLength(slab)
  const plane = planeLength(slab)
  for (let z = 1; z <= slab.planes; z++) {
    for (let y = 1; y <= slab.side; y++) {
      let i = z * plane + y * row + 1
      const end = i + slab.side
      let beside0 = r[i - 1 - row] + r[i - 1 + row] + r[i - 1 - plane] + r[i - 1 + plane]
      let beside1 = r[i - row] + r[i + row] + r[i - plane] + r[i + plane]
      for (; i < end; i++) {
        const next = i + 1
        const beside2 = r[next - row] + r[next + row] + r[next - plane] + r[next + plane]
        const diagonal1 = r[i - plane - row] + r[i - plane + row] + r[i + plane - row] + r[i + plane + row]
        u[i] += S_SELF * r[i] + S_BESIDE * (r[i - 1] + r[next] + beside1) + S_PLANE * (diagonal1 + beside0 + beside2)
        beside0 = beside1
        beside1 = beside2
      }
    }
  }
}

/**
 * Sets the planes of a coarse slab, but for the border, to the weighted means of the points around every other point of the
 * fine one: coarse point (x, y, z) lies at fine point (2x, 2y, 2z).
 */
export function restrict(fine: Float64Array, fineSlab: Slab, coarse: Float64Array): void {
  const side = fineSlab.side / 2
  const row = rowLength(fineSlab)
  const plane = planeLength(fineSlab)
  const coarseRow = rowLength({ side })
  const coarsePlane = planeLength({ side })
  for (let z = 1; z <= fineSlab.planes / 2; z++) {
    for (let y = 1; y <= side; y++) {
      let target = z * coarsePlane + y * coarseRow + 1
      const end = target + side
      let i = 2 * z * plane + 2 * y * row + 2
      let beside0 = fine[i - 1 - row] + fine[i - 1 + row] + fine[i - 1 - plane] + fine[i - 1 + plane]
      let diagonal0 =
        fine[i - 1 - plane - row] + fine[i - 1 - plane + row] + fine[i - 1 + plane - row] + fine[i - 1 + plane + row]
      for (; target < end; target++, i += 2) {
        const next = i + 1
        const beside1 = fine[i - row] + fine[i + row] + fine[i - plane] + fine[i + plane]
        const diagonal1 = fine[i - plane - row] + fine[i - plane + row] + fine[i + plane - row] + fine[i + plane + row]
        const beside2 = fine[next - row] + fine[next + row] + fine[next - plane] + fine[next + plane]
        const diagonal2 =
          fine[next - plane - row] + fine[next - plane + row] + fine[next + plane - row] + fine[next + plane + row]
        coarse[target] =
          0.5 * fine[i] +
          0.25 * (fine[i - 1] + fine[next] + beside1) +
          0.125 * (beside0 + beside2 + diagonal1) +
          0.0625 * (diagonal0 + diagonal2)
        beside0 = beside2
        diagonal0 = diagonal2
      }
    }
  }
}

/**
 * Adds the coarse slab to the fine one, border and all: to a fine point that lies on a coarse one its value, to those between
 * coarse ones the mean of the two, four or eight around it.
 */
export function prolongate(coarse: Float64Array, fine: Float64Array, fineSlab: Slab): void {
  const side = fineSlab.side / 2
  const row = rowLength(fineSlab)
  const plane = planeLength(fineSlab)
  const coarseRow = rowLength({ side })
  const coarsePlane = planeLength({ side })
  for (let z = 0; z <= fineSlab.planes / 2; z++) {
    for (let y = 0; y <= side; y++) {
      let source = z * coarsePlane + y * coarseRow
      const end = source + side
      let i = 2 * z * plane + 2 * y * row
      // At x: the coarse point, and sums with those beyond it in y, in z, and in both.
      let here = coarse[source]
      let alongY = here + coarse[source + coarseRow]
      let alongZ = here + coarse[source + coarsePlane]
      let alongBoth = alongY + coarse[source + coarsePlane] + coarse[source + coarsePlane + coarseRow]
      for (; source <= end; i += 2) {
        source++
        const nextHere = coarse[source]
        const nextAlongY = nextHere + coarse[source + coarseRow]
        const nextAlongZ = nextHere + coarse[source + coarsePlane]
        const nextAlongBoth = nextAlongY + coarse[source + coarsePlane] + coarse[source + coarsePlane + coarseRow]
        fine[i] += here
        fine[i + 1] += 0.5 * (here + nextHere)
        fine[i + row] += 0.5 * alongY
        fine[i + row + 1] += 0.25 * (alongY + nextAlongY)
        fine[i + plane] += 0.5 * alongZ
        fine[i + plane + 1] += 0.25 * (alongZ + nextAlongZ)
        fine[i + plane + row] += 0.25 * alongBoth
        fine[i + plane + row + 1] += 0.125 * (alongBoth + nextAlongBoth)
        here = nextHere
        alongY = nextAlongY
        alongZ = nextAlongZ
        alongBoth = nextAlongBoth
      }
    }
  }
}

/** The sum of the squares of all points, but for the border. */
export function sumOfSquares(r: Float64Array, slab: Slab): number {
  const row = rowLength(slab)
  const plane = planeLength(slab)
  let sum = 0
  for (let z = 1; z <= slab.planes; z++) {
    for (let y = 1; y <= slab.side; y++) {
      const start = z * plane + y * row + 1
      for (let i = start; i < start + slab.side; i++) sum += r[i] * r[i]
    }
  }
  return sum
}
