import { alloc, type Communicator } from 'crossmem/mpi'
import { shareStart } from '../../share.ts'
import { matrixRows, multiply, type SparseRows } from './matrix.ts'
import type { Problem } from './problem.ts'
import { randomVectors } from './sparse-vectors.ts'

const STEPS = 25

/**
 * The inverse power method on the benchmark's matrix A, which comes near its eigenvalue that is nearest to zero. Each
 * iteration solves A z = x by 25 steps of conjugate gradients. The rows of A are shared by the ranks, and so are the elements
 * of all vectors; a vector that is to be multiplied is brought together on all ranks.
 *
 *     own ──allgatherv──► whole ──rows of A──► product
 *     elements, in        of all               own elements of
 *     the arena           ranks                A times the vector
 */
export class InversePower {
  readonly #comm: Communicator
  readonly #shift: number
  readonly #rows: SparseRows
  /** How many elements each rank has. */
  readonly #counts: Int32Array
  readonly #x: Float64Array
  readonly #z: Float64Array
  readonly #r: Float64Array
  readonly #direction: Float64Array
  readonly #product: Float64Array
  readonly #whole: Float64Array
  readonly #sums = new Float64Array(2)
  readonly #sum = this.#sums.subarray(0, 1)

  constructor(comm: Communicator, { size, nonzeros, shift }: Problem) {
    const starts = Array.from({ length: comm.size + 1 }, (_, rank) => shareStart(size, rank, comm.size))
    const [first, end] = starts.slice(comm.rank)
    this.#comm = comm
    this.#shift = shift
    this.#rows = matrixRows(randomVectors(size, nonzeros), shift, first, end)
    this.#counts = Int32Array.from({ length: comm.size }, (_, rank) => starts[rank + 1] - starts[rank])
    this.#x = new Float64Array(end - first)
    this.#r = new Float64Array(end - first)
    this.#product = new Float64Array(end - first)
    this.#z = alloc(Float64Array, end - first)
    this.#direction = alloc(Float64Array, end - first)
    this.#whole = alloc(Float64Array, size)
    this.restart()
  }

  /** Goes back to the vector that the benchmark begins with: all ones. */
  restart(): void {
    this.#x.fill(1)
  }

  /** One iteration: x becomes z, divided by its norm. @returns the norm of x - A z, and zeta, the shift + 1 / x·z */
  iterate(): { residual: number; zeta: number } {
    const residual = this.#solve()
    const x = this.#x
    const z = this.#z
    const sums = this.#sums
    sums[0] = dot(x, z)
    sums[1] = dot(z, z)
    this.#comm.allreduce(sums)
    const zeta = this.#shift + 1 / sums[0]
    const scale = 1 / Math.sqrt(sums[1])
    for (let i = 0; i < x.length; i++) x[i] = scale * z[i]
    return { residual, zeta }
  }

  /** Sets z to an approximate solution of A z = x. @returns the norm of x - A z */
  #solve(): number {
    const x = this.#x
    const z = this.#z.fill(0)
    const r = this.#r
    const direction = this.#direction
    const product = this.#product
    r.set(x)
    direction.set(x)
    let rho = this.#total(dot(r, r))
    for (let step = 0; step < STEPS; step++) {
      this.#multiply(direction)
      const alpha = rho / this.#total(dot(direction, product))
      const own = advance(alpha, direction, product, z, r)
      const before = rho
      rho = this.#total(own)
      const beta = rho / before
      for (let i = 0; i < r.length; i++) direction[i] = r[i] + beta * direction[i]
    }
    this.#multiply(z)
    let square = 0
    for (let i = 0; i < x.length; i++) square += (x[i] - product[i]) ** 2
    return Math.sqrt(this.#total(square))
  }

  /** Sets the product to A times a vector, of which each rank gives its elements. */
  #multiply(own: Float64Array): void {
    this.#comm.allgatherv(own, { recv: this.#whole, counts: this.#counts })
    multiply(this.#rows, this.#whole, this.#product)
  }

  /** What the ranks' values come to. */
  #total(value: number): number {
    this.#sum[0] = value
    this.#comm.allreduce(this.#sum)
    return this.#sum[0]
  }
}

/** Goes `alpha` along `direction`: z comes nearer to the solution, r is what remains. @returns r·r */
function advance(
  alpha: number,
  direction: Float64Array,
  product: Float64Array,
  z: Float64Array,
  r: Float64Array,
): number {
  let square = 0
  for (let i = 0; i < r.length; i++) {
    z[i] += alpha * direction[i]
    const rest = r[i] - alpha * product[i]
    r[i] = rest
    square += rest * rest
  }
  return square
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
