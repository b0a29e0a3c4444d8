import { alloc, free, world } from 'crossmem/mpi'
import { change, check, fill } from '../harness/operands.ts'
import { callsFor, type Point } from '../harness/points.ts'
import { COLLECTIVES, type Collective } from '../suites/collectives.ts'
import { type Part, slices } from '../suites/shapes.ts'
import type { Chunks, Measured, Setting } from './points.ts'
import { measureTogether, type Work } from './together.ts'

/** The calls of a collective that an interval has, each with another root. */
export class Calls implements Measured, Work {
  readonly calls: number
  readonly #elements: number
  readonly #arena: boolean
  readonly #sent: Float64Array[] = []
  readonly #received: Float64Array[] = []
  readonly #parts: Part[][] = []
  readonly #run: (() => unknown)[] = []

  constructor({ benchmark, bytes }: Point, { calls, arena }: Setting) {
    const collective = COLLECTIVES.find(({ name }) => name === benchmark)!
    this.calls = callsFor(bytes, calls)
    this.#elements = bytes / Float64Array.BYTES_PER_ELEMENT
    this.#arena = arena
    for (let call = 0; call < this.calls; call++) this.#add(collective, call % world.size)
  }

  #add({ shape, prepare }: Collective, root: number): void {
    const { rank, size } = world
    const elements = this.#elements
    const parts = shape.receives(rank, size, root, elements)
    const send = this.#make(shape.sends(rank, size, root) * elements)
    const recv = this.#make(parts.reduce((sum, part) => sum + part.elements, 0))
    fill(send, rank, elements)
    const counts = new Array(size).fill(elements)
    this.#sent.push(send)
    this.#received.push(recv)
    this.#parts.push(parts)
    this.#run.push(prepare(world, { send, recv, root, counts, slices: slices(elements, size) }))
  }

  #make(elements: number): Float64Array {
    return this.#arena ? alloc(Float64Array, elements) : new Float64Array(elements)
  }

  measure(chunks: Chunks): number {
    return measureTogether(this, chunks(1, this.calls))
  }

  change(interval: number): void {
    for (let call = 0; call < this.calls; call++) {
      change(this.#sent[call], world.rank, this.#elements, interval * this.calls + call)
    }
  }

  run(): void {
    for (let call = 0; call < this.calls; call++) this.#run[call]()
  }

  check(interval: number, full: boolean): void {
    for (let call = 0; call < this.calls; call++) {
      check(this.#received[call], this.#parts[call], interval * this.calls + call, full)
    }
  }

  [Symbol.dispose](): void {
    if (this.#arena) for (const buffer of [...this.#sent, ...this.#received]) free(buffer)
  }
}
