import type { Benchmark } from '../../benchmarks/benchmark.ts'
import type { Figure } from '../../harness/figure.ts'
import { change, check, fill } from '../../harness/payload.ts'
import { type Chunk, END, phases, rehearsal } from '../../harness/phases.ts'
import { median } from '../../harness/statistics.ts'
import { rehearsalOrder, type Task } from '../../harness/task.ts'
import type { Exchange } from './exchanges/exchange.ts'
import type { Link } from './links/link.ts'

/** One side of a measurement over a link; the two sides differ in who leads and who is timed. */
export class Side {
  readonly #link: Link
  readonly #benchmark: Benchmark
  readonly #exchange: Exchange
  #bytes = 0
  #interval = 0
  #model = new Uint8Array(0)
  #out: Uint8Array[] = []
  #into: Uint8Array[] = []

  constructor(link: Link, benchmark: Benchmark, exchange: Exchange) {
    this.#link = link
    this.#benchmark = benchmark
    this.#exchange = exchange
  }

  /** Side 0: leads, and yields a figure for each size. */
  async *lead({ sizes, ...durations }: Task): AsyncGenerator<Figure> {
    for (const bytes of rehearsalOrder(sizes)) {
      this.#prepare(bytes)
      for (const chunk of rehearsal(durations.rehearsal)) await this.#leadChunk(chunk)
      await this.#leadChunk(END)
    }
    for (const bytes of sizes) {
      this.#prepare(bytes)
      const messages = this.#benchmark.messages(this.#out.length)
      let figure: Figure | null = null
      for (const chunk of phases(durations, messages)) {
        const milliseconds = await this.#leadChunk(chunk)
        if (chunk.measured) figure = { bytes, microseconds: (median(milliseconds) * 1000) / messages }
      }
      await this.#leadChunk(END)
      yield figure!
    }
  }

  /** Side 1: follows through all sizes. */
  async follow({ sizes }: Task): Promise<void> {
    for (const bytes of [...rehearsalOrder(sizes), ...sizes]) {
      this.#prepare(bytes)
      while (await this.#followChunk());
    }
  }

  #prepare(bytes: number): void {
    const count = this.#benchmark.buffers(bytes)
    this.#bytes = bytes
    this.#interval = 0
    this.#model = new Uint8Array(bytes)
    fill(this.#model)
    this.#out = Array.from({ length: count }, () => this.#model.slice())
    this.#into = Array.from({ length: count }, () => new Uint8Array(bytes))
  }

  async #leadChunk({ intervals, full }: Chunk): Promise<Float64Array> {
    this.#link.send(new Uint8Array(Int32Array.of(intervals, Number(full)).buffer))
    const milliseconds = new Float64Array(intervals)
    for (let done = 0; done < intervals; done++, this.#interval++) {
      await this.#renew(0)
      await this.#link.receive()
      const start = performance.now()
      await this.#exchange.first(this.#link, this.#out, this.#into)
      milliseconds[done] = performance.now() - start
      if (this.#benchmark.answers) this.#check(1, full)
    }
    return milliseconds
  }

  async #followChunk(): Promise<boolean> {
    const control = Buffer.from(await this.#link.receive())
    const intervals = control.readInt32LE(0)
    for (let done = 0; done < intervals; done++, this.#interval++) {
      if (this.#benchmark.answers) await this.#renew(1)
      await this.#exchange.second(this.#link, this.#out, this.#into)
      this.#check(0, control.readInt32LE(4) === 1)
    }
    return intervals > 0
  }

  async #renew(side: number): Promise<void> {
    await this.#link.sent()
    if (this.#link.takesAway) for (let b = 0; b < this.#out.length; b++) this.#out[b] = this.#model.slice()
    change(this.#out, this.#interval, side)
  }

  #check(side: number, full: boolean): void {
    for (const { length } of this.#into) {
      if (length !== this.#bytes) throw new Error(`A message of ${this.#bytes} bytes arrived as ${length} bytes.`)
    }
    check(this.#into, this.#interval, side, full)
  }
}
