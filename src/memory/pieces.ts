import type { Shape } from './shape/shape.ts'
import { sourceBatch, targetBatch, zip } from './shape/zip.ts'

/** Bytes to be moved: in one piece, or in many. */
export type Content = Uint8Array | Pieces

/** Bytes of a memory that do not lie in one piece. Whoever makes them has checked that they lie in the memory. */
export class Pieces {
  /** The memory in which they lie; offsets of the shape begin at its byte {@link origin}. */
  readonly memory: Uint8Array
  readonly origin: number
  readonly shape: Shape
  /** How many bytes they are. */
  readonly length: number
  readonly #memoryBytes: number

  constructor(memory: Uint8Array, origin: number, shape: Shape) {
    this.memory = memory
    this.origin = origin
    this.shape = shape
    this.length = shape.bytes
    this.#memoryBytes = memory.length
  }

  /** Whether their memory is not what it was: transferred, freed or resized. */
  get isGone(): boolean {
    return this.memory.length !== this.#memoryBytes
  }

  /** Where the lowest of the bytes lies in the memory, and where they end. */
  get begin(): number {
    return this.origin + this.shape.low
  }

  get end(): number {
    return this.origin + this.shape.high
  }

  /** Copies bytes from the one numbered `begin` on to the beginning of `into`, until it is full. */
  gather(begin: number, into: Uint8Array): void {
    for (let done = 0; done < into.length; ) {
      const part = sourceBatch.fill(this.shape, this.origin, begin + done, begin + into.length)
      targetBatch.fillRun(done, part)
      zip(this.memory, into)
      done += part
    }
  }

  /** All bytes in one piece, as a copy. */
  packed(): Uint8Array {
    const packed = new Uint8Array(this.length)
    this.gather(0, packed)
    return packed
  }

  /** Copies all of `from` over the bytes from the one numbered `begin` on. */
  scatter(begin: number, from: Uint8Array): void {
    for (let done = 0; done < from.length; ) {
      const part = targetBatch.fill(this.shape, this.origin, begin + done, begin + from.length)
      sourceBatch.fillRun(done, part)
      zip(from, this.memory)
      done += part
    }
  }

  /** Copies as many bytes to the beginning of other pieces as are here. */
  copyTo({ memory, origin, shape }: Pieces): void {
    for (let done = 0; done < this.length; ) {
      const given = sourceBatch.fill(this.shape, this.origin, done, this.length)
      const taken = targetBatch.fill(shape, origin, done, done + given)
      zip(this.memory, memory)
      done += Math.min(given, taken)
    }
  }
}

/** Copies bytes of a content from the one numbered `begin` on to the beginning of `into`, until it is full. */
export function gatherFrom(content: Content, begin: number, into: Uint8Array): void {
  if (content instanceof Pieces) content.gather(begin, into)
  else into.set(content.subarray(begin, begin + into.length))
}

/** Copies all of `from` over a content's bytes from the one numbered `begin` on. */
export function scatterInto(content: Content, begin: number, from: Uint8Array): void {
  if (content instanceof Pieces) content.scatter(begin, from)
  else content.set(from, begin)
}

/** Whether a content that had `length` bytes has lost its memory. */
export function isGone(content: Content, length: number): boolean {
  return content instanceof Pieces ? content.isGone : content.length !== length
}
