import { alloc, free, waitAll, world } from 'crossmem/mpi'
import { change, check, fill } from '../harness/operands.ts'
import type { Part } from '../suites/shapes.ts'
import type { Work } from './together.ts'

const TO_RIGHT = 1
const TO_LEFT = 2

/** The buffers of a rank that talks with two others, a set for each call of an interval; block 0 goes to the right, block 1 to the left. */
export class Neighbours implements Disposable {
  readonly calls: number
  readonly elements: number
  readonly #arena: boolean
  readonly #out: Float64Array[]
  readonly toRight: readonly Float64Array[]
  readonly toLeft: readonly Float64Array[]
  readonly fromLeft: Float64Array[]
  readonly fromRight: Float64Array[]

  constructor(calls: number, elements: number, arena: boolean) {
    const make = (length: number) =>
      Array.from({ length: calls }, () => (arena ? alloc(Float64Array, length) : new Float64Array(length)))
    this.calls = calls
    this.elements = elements
    this.#arena = arena
    this.#out = make(2 * elements)
    this.toRight = this.#out.map((out) => out.subarray(0, elements))
    this.toLeft = this.#out.map((out) => out.subarray(elements))
    this.fromLeft = make(elements)
    this.fromRight = make(elements)
    for (const out of this.#out) fill(out, world.rank, elements)
  }

  change(interval: number): void {
    for (let call = 0; call < this.calls; call++) {
      change(this.#out[call], world.rank, this.elements, interval * this.calls + call)
    }
  }

  /** Looks at what came from rank `left`, and from rank `right`. */
  check(left: number | null, right: number | null, interval: number, full: boolean): void {
    for (let call = 0; call < this.calls; call++) {
      const serial = interval * this.calls + call
      if (left !== null) check(this.fromLeft[call], [this.#part(left, 0)], serial, full)
      if (right !== null) check(this.fromRight[call], [this.#part(right, 1)], serial, full)
    }
  }

  #part(from: number, block: number): Part {
    return { from, to: from + 1, block, offset: 0, elements: this.elements }
  }

  [Symbol.dispose](): void {
    if (this.#arena) for (const buffer of [...this.#out, ...this.fromLeft, ...this.fromRight]) free(buffer)
  }
}

/** A message to either neighbour in a ring, and one from either. */
export class RingExchange implements Work {
  readonly calls: number
  readonly #buffers: Neighbours
  readonly #left: number
  readonly #right: number
  readonly #blocking: boolean

  constructor(buffers: Neighbours, ring: readonly number[], blocking: boolean) {
    const place = ring.indexOf(world.rank)
    this.calls = buffers.calls
    this.#buffers = buffers
    this.#left = ring.at(place - 1)!
    this.#right = ring[(place + 1) % ring.length]
    this.#blocking = blocking
  }

  change(interval: number): void {
    this.#buffers.change(interval)
  }

  run(): void {
    for (let call = 0; call < this.calls; call++) {
      if (this.#blocking) this.#sendrecv(call)
      else this.#exchange(call)
    }
  }

  #sendrecv(call: number): void {
    const { toRight, toLeft, fromLeft, fromRight } = this.#buffers
    const [left, right] = [this.#left, this.#right]
    world.sendrecv({
      send: toRight[call],
      dest: right,
      sendTag: TO_RIGHT,
      recv: fromLeft[call],
      source: left,
      recvTag: TO_RIGHT,
    })
    world.sendrecv({
      send: toLeft[call],
      dest: left,
      sendTag: TO_LEFT,
      recv: fromRight[call],
      source: right,
      recvTag: TO_LEFT,
    })
  }

  #exchange(call: number): void {
    const { toRight, toLeft, fromLeft, fromRight } = this.#buffers
    waitAll([
      world.irecv(fromLeft[call], { source: this.#left, tag: TO_RIGHT }),
      world.irecv(fromRight[call], { source: this.#right, tag: TO_LEFT }),
      world.isend(toRight[call], { dest: this.#right, tag: TO_RIGHT }),
      world.isend(toLeft[call], { dest: this.#left, tag: TO_LEFT }),
    ])
  }

  check(interval: number, full: boolean): void {
    this.#buffers.check(this.#left, this.#right, interval, full)
  }
}

/** A message from one rank to another, and one back; all others wait meanwhile. */
export class PairExchange implements Work {
  readonly calls: number
  readonly #buffers: Neighbours
  readonly #client: number
  readonly #server: number

  constructor(buffers: Neighbours, client: number, server: number) {
    this.calls = buffers.calls
    this.#buffers = buffers
    this.#client = client
    this.#server = server
  }

  change(interval: number): void {
    this.#buffers.change(interval)
  }

  run(): void {
    const { toRight, toLeft, fromLeft, fromRight } = this.#buffers
    for (let call = 0; call < this.calls; call++) {
      if (world.rank === this.#client) {
        world.send(toRight[call], { dest: this.#server, tag: TO_RIGHT })
        world.recv(fromRight[call], { source: this.#server, tag: TO_LEFT })
      } else if (world.rank === this.#server) {
        world.recv(fromLeft[call], { source: this.#client, tag: TO_RIGHT })
        world.send(toLeft[call], { dest: this.#client, tag: TO_LEFT })
      }
    }
  }

  check(interval: number, full: boolean): void {
    const left = world.rank === this.#server ? this.#client : null
    const right = world.rank === this.#client ? this.#server : null
    this.#buffers.check(left, right, interval, full)
  }
}
