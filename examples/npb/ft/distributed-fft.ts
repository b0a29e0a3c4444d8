import { alloc, type Communicator } from 'crossmem/mpi'
import { Fft, LINES } from './fft.ts'
import { type Axis, evenAxis, transformLines } from './lines.ts'

/** The shape of a field of complex numbers; x is the axis whose neighbours lie side by side. */
export interface Shape {
  readonly nx: number
  readonly ny: number
  readonly nz: number
}

/** How the rows of this rank's planes lie: one plane after the other, or first all rows that belong to rank 0, and so on. */
interface RowLayout {
  readonly alongY: Axis
  /** How far the same row of the next plane is. */
  readonly plane: number
}

/**
 * The three-dimensional Fourier transform of a field that the ranks share. In space each rank has some planes of one z, as
 * transformed some rows of one y in all planes, so that it always has whole lines of the axes that are transformed:
 *
 *     field, in space           exchange                field, turned           spectrum
 *     [own z][all y][x]  ─x, y─► [rank][own z][its y][x] ─alltoall─► [all z][own y][x] ─z─► likewise
 *
 * and back on the same way. What one step leaves behind is what the next one begins with: nothing is packed or unpacked.
 */
export class DistributedFft {
  /** This rank's part in space, in the arena: planes `firstPlane` to `firstPlane + planes`. */
  readonly field: Float64Array
  /** This rank's part of the transformed field: rows `firstRow` to `firstRow + rows` of each plane. */
  readonly spectrum: Float64Array
  readonly firstPlane: number
  readonly planes: number
  readonly firstRow: number
  readonly rows: number

  readonly #comm: Communicator
  readonly #shape: Shape
  readonly #exchange: Float64Array
  readonly #ffts: { readonly x: Fft; readonly y: Fft; readonly z: Fft }
  readonly #alongX: Axis
  readonly #alongZ: Axis
  readonly #inPlanes: RowLayout
  readonly #byRank: RowLayout

  /**
   * @param comm of so many ranks that ny and nz can be divided by it
   * @param shape powers of two; nx, and the number of rows that a rank has in space, at least LINES
   */
  constructor(comm: Communicator, shape: Shape) {
    const { nx, ny, nz } = shape
    const planes = nz / comm.size
    const rows = ny / comm.size
    this.#comm = comm
    this.#shape = shape
    this.planes = planes
    this.rows = rows
    this.firstPlane = comm.rank * planes
    this.firstRow = comm.rank * rows
    this.field = alloc(Float64Array, 2 * nx * ny * planes)
    this.#exchange = alloc(Float64Array, this.field.length)
    this.spectrum = new Float64Array(this.field.length)

    this.#ffts = { x: new Fft(nx), y: new Fft(ny), z: new Fft(nz) }
    this.#alongX = evenAxis(nx, 1, nx)
    this.#alongZ = evenAxis(nz, rows * nx, 1)
    const placeOf = (y: number) => (Math.floor(y / rows) * planes * rows + (y % rows)) * nx
    this.#inPlanes = { alongY: evenAxis(ny, nx, 1), plane: ny * nx }
    this.#byRank = {
      alongY: { offsets: Int32Array.from({ length: ny }, (_, y) => placeOf(y)), apart: 1 },
      plane: rows * nx,
    }
  }

  /** Transforms the field, which is used up, to the spectrum. */
  forward(): void {
    this.#transformX(-1)
    this.#transformY(-1, this.field, this.#inPlanes, this.#exchange, this.#byRank)
    this.#comm.alltoall(this.#exchange, { recv: this.field })
    this.#transformZ(-1, this.field, this.spectrum)
  }

  /** Transforms the spectrum back to the field, whose numbers are then nx ny nz times as large as they were. */
  inverse(): void {
    this.#transformZ(1, this.spectrum, this.field)
    this.#comm.alltoall(this.field, { recv: this.#exchange })
    this.#transformY(1, this.#exchange, this.#byRank, this.field, this.#inPlanes)
    this.#transformX(1)
  }

  #transformX(sign: 1 | -1): void {
    const { nx, ny } = this.#shape
    for (let row = 0; row < ny * this.planes; row += LINES) {
      const start = row * nx
      transformLines(this.#ffts.x, sign, this.field, this.#alongX, start, this.field, this.#alongX, start)
    }
  }

  #transformY(sign: 1 | -1, from: Float64Array, fromRows: RowLayout, to: Float64Array, toRows: RowLayout): void {
    for (let plane = 0; plane < this.planes; plane++) {
      const fromStart = plane * fromRows.plane
      const toStart = plane * toRows.plane
      for (let x = 0; x < this.#shape.nx; x += LINES) {
        transformLines(this.#ffts.y, sign, from, fromRows.alongY, fromStart + x, to, toRows.alongY, toStart + x)
      }
    }
  }

  #transformZ(sign: 1 | -1, from: Float64Array, to: Float64Array): void {
    for (let start = 0; start < this.rows * this.#shape.nx; start += LINES) {
      transformLines(this.#ffts.z, sign, from, this.#alongZ, start, to, this.#alongZ, start)
    }
  }
}
