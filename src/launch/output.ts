import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { PrefixedLines } from './prefixed-lines.ts'

/** Writes the output of all ranks to this process's, line by line, each behind its rank's number. */
export class Output {
  readonly #carried: Promise<unknown>
  readonly #sources: Readable[] = []

  constructor(ranks: readonly ChildProcess[]) {
    const out = new Sink(process.stdout)
    const err = new Sink(process.stderr)
    this.#carried = Promise.all(
      ranks.flatMap(({ stdout, stderr }, rank) => [this.#carry(stdout, out, rank), this.#carry(stderr, err, rank)]),
    )
  }

  /** Resolves when all is written that the ranks, and the processes to which they handed their output, had to say. */
  async ended(): Promise<void> {
    await this.#carried
  }

  /** Reads no more. */
  close(): void {
    for (const source of this.#sources) source.destroy()
  }

  async #carry(source: Readable | null | undefined, sink: Sink, rank: number): Promise<void> {
    // A rank that could not be started has no output.
    if (!source) return
    this.#sources.push(source)
    const lines = new PrefixedLines(`[${rank}] `)
    try {
      // Where nobody reads the output any more, leaving the loop closes the source: the rank then meets what it would
      // meet without us.
      for await (const bytes of source) if (!(await sink.write(lines.add(bytes)))) return
    } catch {
      // The source was closed; what it gave is still to be written.
    }
    await sink.write(lines.end())
  }
}

/** A stream that several write to. */
class Sink {
  readonly #stream: Writable
  #broken = false
  #drained: Promise<unknown> | null = null

  constructor(stream: Writable) {
    this.#stream = stream
    stream.on('error', () => {
      this.#broken = true
    })
  }

  /** @returns false when nobody reads it any more */
  async write(bytes: Uint8Array): Promise<boolean> {
    if (bytes.length > 0 && !this.#broken && !this.#stream.write(bytes)) await this.#room()
    return !this.#broken
  }

  /** Waits until the stream takes more. */
  async #room(): Promise<void> {
    this.#drained ??= once(this.#stream, 'drain').catch(() => undefined)
    await this.#drained
    this.#drained = null
  }
}
