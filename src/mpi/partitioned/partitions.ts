import { CrossmemError, CrossmemRangeError } from '../../errors.ts'
import { type Content, Pieces } from '../../memory/pieces.ts'

const MOST = 2 ** 20

/** A buffer in equal parts. */
export class Partitions {
  readonly count: number
  /** Of one part. */
  readonly bytes: number
  readonly #whole: Content

  /** @throws CrossmemRangeError ERR_PARTITION unless it can be divided so */
  constructor(whole: Content, count: number) {
    if (!isPartitionCount(count) || whole.length % count !== 0) {
      throw new CrossmemRangeError(
        'ERR_PARTITION',
        `a buffer of ${whole.length} bytes cannot be divided into ${count} equal partitions, of which there are 1 to ${MOST}`,
      )
    }
    this.#whole = whole
    this.count = count
    this.bytes = whole.length / count
  }

  /** The bytes of a part: where they lie, if they lie in one piece. */
  at(partition: number): Uint8Array {
    const part = this.room(partition * this.bytes, this.bytes)
    if (this.#whole instanceof Pieces) this.#whole.gather(partition * this.bytes, part)
    return part
  }

  /** Memory to receive some of the bytes into, as far as there are so many; {@link put} brings them where they belong. */
  room(begin: number, bytes: number): Uint8Array {
    if (!(this.#whole instanceof Pieces)) return this.#whole.subarray(begin, begin + bytes)
    return new Uint8Array(Math.max(0, Math.min(bytes, this.#whole.length - begin)))
  }

  put(begin: number, part: Uint8Array): void {
    if (this.#whole instanceof Pieces) this.#whole.scatter(begin, part)
  }

  /** @throws CrossmemRangeError ERR_PARTITION */
  check(partition: number): void {
    if (Number.isInteger(partition) && partition >= 0 && partition < this.count) return
    throw new CrossmemRangeError(
      'ERR_PARTITION',
      `${partition} is no partition of this request, which has 0 to ${this.count - 1}`,
    )
  }
}

export function isPartitionCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= MOST
}

export function notActive(): CrossmemError {
  return new CrossmemError('ERR_PARTITION', 'this request is not active, and has nothing to be ready: start it before')
}
