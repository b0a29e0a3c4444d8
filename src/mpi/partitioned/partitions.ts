import { CrossmemError, CrossmemRangeError } from '../../errors.ts'

const MOST = 2 ** 20

/** A buffer in equal parts. */
export class Partitions {
  readonly count: number
  /** Of one part. */
  readonly bytes: number
  readonly #whole: Uint8Array

  /** @throws CrossmemRangeError ERR_PARTITION unless it can be divided so */
  constructor(whole: Uint8Array, count: number) {
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

  at(partition: number): Uint8Array {
    return this.span(partition * this.bytes, this.bytes)
  }

  /** Any of the buffer's bytes, as far as it has them. */
  span(begin: number, bytes: number): Uint8Array {
    return this.#whole.subarray(begin, begin + bytes)
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
