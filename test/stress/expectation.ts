import { LONGEST, messagesOf, type Planned, type Reception, receptionOf, TAGS } from './plan.ts'

/** What all messages are cut from. */
export const PATTERN = Uint8Array.from(
  { length: LONGEST + 4096 },
  (_, i) => (Math.imul(i, 0x9e3779b1) >>> 24) ^ (i >>> 12),
)

export function contentOf({ from, length }: Planned): Uint8Array {
  return PATTERN.subarray(from, from + length)
}

/** The value that a message of bytes travels in. */
export function wrap(message: Planned, bytes: Uint8Array): unknown {
  return { tag: message.tag, bytes }
}

/** A name for what a receive names. */
export function keyOf({ source, tag }: { source?: number | undefined; tag?: number }): string {
  return `${source} ${tag}`
}

/** One number for a message, to be added up over all. */
export function checksumOf(source: number, dest: number, { tag, length, from }: Planned): number {
  return Math.imul(length + 1, 31 * source + 37 * dest + 41 * tag + 43 * from) >>> 0
}

/** What one rank still has to receive in a round, and whether what came is right: the content and the order. */
export class Expectation {
  readonly reception: Reception
  /** How many have not come. */
  left = 0
  checksum = 0
  bytes = 0
  readonly #rank: number
  /** By source, or by source and tag if receives name tags: those that have not come, the next one last. */
  readonly #streams: Planned[][]

  constructor(seed: number, round: number, rank: number, size: number) {
    this.#rank = rank
    this.reception = receptionOf(seed, round, rank)
    this.#streams = Array.from({ length: size * TAGS }, () => [])
    for (let source = 0; source < size; source++) {
      const messages = messagesOf(seed, round, source, rank)
      this.left += messages.length
      for (const message of messages.reverse()) this.#streams[this.#streamOf(source, message.tag)].push(message)
    }
  }

  /** What receives can name in this round, each as often as it is to be received. */
  wanted(): { source?: number; tag?: number }[] {
    const { bySource, byTag } = this.reception
    return this.#streams.flatMap((messages, stream) =>
      messages.map(({ tag }) => ({
        ...(bySource ? { source: Math.floor(stream / TAGS) } : {}),
        ...(byTag ? { tag } : {}),
      })),
    )
  }

  /** The longest message that a receive can match, for each that {@link wanted} gives. */
  rooms(): Map<string, number> {
    const rooms = new Map<string, number>()
    const { bySource, byTag } = this.reception
    for (const [stream, messages] of this.#streams.entries()) {
      const source = bySource ? Math.floor(stream / TAGS) : undefined
      for (const { tag, length } of messages) {
        const key = keyOf({ source, ...(byTag ? { tag } : {}) })
        rooms.set(key, Math.max(rooms.get(key) ?? 0, length))
      }
    }
    return rooms
  }

  /** Checks a message that came as bytes. */
  came(source: number, tag: number, bytes: Uint8Array): void {
    const message = this.#next(source, tag)
    if (message.value) throw new Error(`bytes came from rank ${source} instead of a value`)
    this.#check(source, message, tag, bytes)
  }

  /** Checks a message that came as whatever it was. */
  cameAs(source: number, tag: number, got: unknown): void {
    const message = this.#next(source, tag)
    if (message.value) {
      const value = got as { tag: number; bytes: Uint8Array }
      this.#check(source, message, value.tag, value.bytes)
    } else this.#check(source, message, tag, got as Uint8Array)
  }

  #next(source: number, tag: number): Planned {
    const message = this.#streams[this.#streamOf(source, tag)].pop()
    if (message === undefined) throw new Error(`one message too many from rank ${source} with tag ${tag}`)
    return message
  }

  #check(source: number, message: Planned, tag: number, bytes: Uint8Array): void {
    const { length } = bytes
    if (tag !== message.tag || length !== message.length) {
      throw new Error(
        `rank ${source} sent ${message.length} bytes with tag ${message.tag} before ${length} with tag ${tag}`,
      )
    }
    if (Buffer.compare(bytes, contentOf(message)) !== 0) {
      throw new Error(`${length} bytes from rank ${source} with tag ${tag} are wrong`)
    }
    this.left--
    this.bytes += length
    this.checksum = (this.checksum + checksumOf(source, this.#rank, message)) >>> 0
  }

  #streamOf(source: number, tag: number): number {
    return source * TAGS + (this.reception.byTag ? tag : 0)
  }
}
