import { alloc, free, traffic, world } from 'crossmem/mpi'
import type { Benchmark } from '../benchmarks/benchmark.ts'
import type { Figure } from '../harness/figure.ts'
import { change, check, fill } from '../harness/payload.ts'
import { type Chunk, END, phases, rehearsal } from '../harness/phases.ts'
import { median } from '../harness/statistics.ts'
import { parseTask, rehearsalOrder } from '../harness/task.ts'
import { type Exchange, NOTHING } from './exchange.ts'
import { CONTROL, READY } from './tags.ts'
import { mostUsed } from './traffic.ts'

interface Buffers {
  out: Uint8Array[]
  into: Uint8Array[]
}

/** The main part of a benchmark's program: measures every size that its arguments name, and prints a figure for each at rank 0. */
export function measure(benchmark: Benchmark, exchange: Exchange): void {
  const args = process.argv.slice(2)
  const { sizes, ...durations } = parseTask(args)
  const arena = args[4] === 'arena'
  for (const rehearsed of [false, true]) {
    for (const bytes of rehearsed ? sizes : rehearsalOrder(sizes)) {
      const buffers = allocate(arena, benchmark.buffers(bytes), bytes)
      const own = [...buffers.out, ...buffers.into]
      if (world.rank === 1) follow(benchmark, exchange, buffers)
      else {
        const rank = new First(benchmark, exchange, buffers)
        const { messages } = rank
        for (const chunk of rehearsed ? phases(durations, messages) : rehearsal(durations.rehearsal)) rank.run(chunk)
        rank.run(END)
        if (rehearsed) process.stdout.write(`${JSON.stringify(rank.figure(bytes))}\n`)
      }
      if (arena) for (const buffer of own) free(buffer)
    }
  }
}

function allocate(arena: boolean, count: number, bytes: number): Buffers {
  const make = arena ? () => alloc(Uint8Array, bytes) : () => new Uint8Array(bytes)
  const out = Array.from({ length: count }, make)
  for (const buffer of out) fill(buffer)
  return { out, into: Array.from({ length: count }, make) }
}

// What the ranks tell each other lies in the arena, from where every protocol can take it.

/** Rank 0's way through one size. */
class First {
  readonly #benchmark: Benchmark
  readonly #exchange: Exchange
  readonly #buffers: Buffers
  readonly #control = alloc(Int32Array, 2)
  #interval = 0
  #microseconds = 0
  #protocol = ''

  constructor(benchmark: Benchmark, exchange: Exchange, buffers: Buffers) {
    this.#benchmark = benchmark
    this.#exchange = exchange
    this.#buffers = buffers
  }

  /** In an interval. */
  get messages(): number {
    return this.#benchmark.messages(this.#buffers.out.length)
  }

  run({ intervals, full, measured }: Chunk): void {
    this.#control.set([intervals, Number(full)])
    world.send(this.#control, { dest: 1, tag: CONTROL })
    const before = traffic()
    const milliseconds = this.#time(intervals, full)
    if (!measured) return
    this.#protocol = mostUsed(before, traffic())!
    this.#microseconds = (median(milliseconds) * 1000) / this.messages
  }

  figure(bytes: number): Figure {
    return { bytes, microseconds: this.#microseconds, protocol: this.#protocol }
  }

  #time(intervals: number, full: boolean): Float64Array {
    const { out, into } = this.#buffers
    const milliseconds = new Float64Array(intervals)
    for (let done = 0; done < intervals; done++, this.#interval++) {
      change(out, this.#interval, 0)
      world.recv(NOTHING, { source: 1, tag: READY })
      const start = performance.now()
      this.#exchange.first(out, into)
      milliseconds[done] = performance.now() - start
      if (this.#benchmark.answers) check(into, this.#interval, 1, full)
      this.#exchange.settle?.()
    }
    return milliseconds
  }
}

/** Rank 1's way through one size. */
function follow({ answers }: Benchmark, exchange: Exchange, { out, into }: Buffers): void {
  const control = alloc(Int32Array, 2)
  let interval = 0
  for (;;) {
    world.recv(control, { source: 0, tag: CONTROL })
    const [intervals, full] = control
    if (intervals === 0) return
    for (let done = 0; done < intervals; done++, interval++) {
      if (answers) change(out, interval, 1)
      exchange.second(out, into)
      check(into, interval, 0, full === 1)
      exchange.settle?.()
    }
  }
}
