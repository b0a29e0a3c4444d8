import { alloc, type Communicator } from 'crossmem/mpi'
import { placeCharges } from './charges.ts'
import { Level } from './level.ts'
import { planeLength, slabLength } from './slab.ts'
import { prolongate, residual, restrict, smooth, sumOfSquares } from './stencils.ts'

/** Cubes up to this side are not worth being shared: measured, all ranks are faster when each computes all of them. */
const SMALL = 16

/** The largest number of ranks that can share a cube: each must have two planes of it. */
export function mostRanks(side: number): number {
  return side / 2
}

/**
 * The multigrid method for A u = v on a periodic cube. Each grid has half the side of the one before, down to 2. The ranks share
 * the planes of the large ones; of the small ones, whose planes would not suffice, every rank computes all.
 *
 *     64³   slab │ slab │ slab │ slab        each rank its planes, and exchanges borders
 *     32³   slab │ slab │ slab │ slab
 *      ─────────── allgather ───────────
 *     16³   whole  whole  whole  whole       each rank everything, and sends nothing
 *     8³, 4³, 2³
 */
export class Multigrid {
  readonly #comm: Communicator
  /** From the largest to the smallest. */
  readonly #levels: readonly Level[]
  /** How many of them are shared. */
  readonly #shared: number
  readonly #v: Float64Array
  /** This rank's planes of the largest level that is not shared, and these planes without their border. */
  readonly #part: Float64Array
  readonly #partPlanes: Float64Array

  /** @param comm of at most `mostRanks(side)` ranks, a power of two */
  constructor(comm: Communicator, side: number) {
    const sides = Array.from({ length: Math.log2(side) }, (_, halvings) => side / 2 ** halvings)
    const isShared = (side: number) => comm.size > 1 && side > Math.max(SMALL, comm.size)
    this.#comm = comm
    this.#levels = sides.map((side) => new Level(isShared(side) ? comm : null, side))
    this.#shared = sides.filter(isShared).length
    this.#v = new Float64Array(slabLength(this.#levels[0]))

    const whole = this.#levels[this.#shared]
    const part = { side: whole.side, planes: whole.side / comm.size }
    this.#part = alloc(Float64Array, slabLength(part))
    this.#partPlanes = this.#part.subarray(planeLength(part), planeLength(part) * (part.planes + 1))
  }

  /** Begins anew: with the benchmark's v, and u = 0. */
  start(): void {
    const [top] = this.#levels
    placeCharges(this.#comm, this.#v, top, this.#comm.rank * top.planes)
    top.u.values.fill(0)
  }

  /** Finds what remains to be solved, v - A u. */
  findResidual(): void {
    const [top] = this.#levels
    residual(top.u.values, this.#v, top.r.values, top)
    top.r.wrap()
  }

  /** One iteration: from what remains down to the smallest grid and up again, and what remains then. */
  iterate(): void {
    const levels = this.#levels
    for (let i = 1; i < levels.length; i++) this.#restrictTo(i)
    const smallest = levels[levels.length - 1]
    smallest.u.values.fill(0)
    this.#smooth(smallest)
    for (let i = levels.length - 2; i > 0; i--) {
      const level = levels[i]
      level.u.values.fill(0)
      prolongate(this.#coarser(i), level.u.values, level)
      residual(level.u.values, level.r.values, level.r.values, level)
      level.r.wrap()
      this.#smooth(level)
    }
    const [top] = levels
    prolongate(this.#coarser(0), top.u.values, top)
    this.findResidual()
    this.#smooth(top)
    this.findResidual()
  }

  /** The norm of what remains: the root of the mean of its squares. */
  norm(): number {
    const [top] = this.#levels
    const [sum] = this.#comm.allreduce(Float64Array.of(sumOfSquares(top.r.values, top)))
    return Math.sqrt(sum / top.side ** 3)
  }

  #smooth(level: Level): void {
    smooth(level.r.values, level.u.values, level)
    level.u.wrap()
  }

  /** Brings what remains on level `i - 1` to level `i`. */
  #restrictTo(i: number): void {
    const finer = this.#levels[i - 1]
    const { r } = this.#levels[i]
    if (i === this.#shared) {
      restrict(finer.r.values, finer, this.#part)
      const plane = planeLength(this.#levels[i])
      this.#comm.allgather(this.#partPlanes, { recv: r.values.subarray(plane, r.values.length - plane) })
    } else {
      restrict(finer.r.values, finer, r.values)
    }
    r.wrap()
  }

  /** u on the level below level `i`, from the plane on where this rank's part of level `i` begins. */
  #coarser(i: number): Float64Array {
    const coarser = this.#levels[i + 1]
    const isWhole = i + 1 === this.#shared
    const firstPlane = isWhole ? (this.#comm.rank * coarser.side) / this.#comm.size : 0
    return coarser.u.values.subarray(firstPlane * planeLength(coarser))
  }
}
