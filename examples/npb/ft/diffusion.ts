import type { Communicator } from 'crossmem/mpi'
import { Randlc } from '../randlc.ts'
import { DistributedFft, type Shape } from './distributed-fft.ts'

const DIFFUSIVITY = 1e-6
const CHECKED = 1024

/**
 * The benchmark's equation, ∂u/∂t = α ∇²u, solved step by step: in the transformed field each wave decays by itself, by
 * a factor e^(-4 α π² |k|²) a step, and after each step the field is transformed back and looked at.
 */
export class Diffusion {
  readonly #comm: Communicator
  readonly #shape: Shape
  readonly #fft: DistributedFft
  readonly #decay: { readonly x: Float64Array; readonly y: Float64Array; readonly z: Float64Array }

  constructor(comm: Communicator, shape: Shape) {
    this.#comm = comm
    this.#shape = shape
    this.#fft = new DistributedFft(comm, shape)
    this.#decay = { x: decayFactors(shape.nx), y: decayFactors(shape.ny), z: decayFactors(shape.nz) }
  }

  /** Begins with the benchmark's random field, transformed. */
  start(): void {
    const { nx, ny } = this.#shape
    new Randlc(2 * nx * ny * this.#fft.firstPlane).fill(this.#fft.field)
    this.#fft.forward()
  }

  /** Goes a step on. */
  step(): void {
    this.#decayWaves()
    this.#fft.inverse()
  }

  /** The sum of 1024 numbers of the field, spread over all of it: at rank 0 the whole sum, elsewhere a part. */
  checksum(): readonly [re: number, im: number] {
    const { nx, ny, nz } = this.#shape
    const { field, firstPlane, planes } = this.#fft
    const sum = new Float64Array(2)
    for (let j = 1; j <= CHECKED; j++) {
      const plane = ((5 * j) % nz) - firstPlane
      if (plane < 0 || plane >= planes) continue
      const place = 2 * ((plane * ny + ((3 * j) % ny)) * nx + (j % nx))
      sum[0] += field[place]
      sum[1] += field[place + 1]
    }
    this.#comm.reduce(sum)
    // The transform back leaves the field too large by this factor.
    const points = nx * ny * nz
    return [sum[0] / points, sum[1] / points]
  }

  #decayWaves(): void {
    const { nx, nz } = this.#shape
    const { spectrum, firstRow, rows } = this.#fft
    const { x, y, z } = this.#decay
    let i = 0
    for (let plane = 0; plane < nz; plane++) {
      for (let row = 0; row < rows; row++) {
        const factor = z[plane] * y[firstRow + row]
        for (let wave = 0; wave < nx; wave++, i += 2) {
          const decay = factor * x[wave]
          spectrum[i] *= decay
          spectrum[i + 1] *= decay
        }
      }
    }
  }
}

/** By which factor the waves along one axis decay in a step: e^(-4 α π² k²), with k from -length / 2 to length / 2. */
function decayFactors(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => {
    const wave = i < length / 2 ? i : i - length
    return Math.exp(-4 * DIFFUSIVITY * Math.PI ** 2 * wave ** 2)
  })
}
