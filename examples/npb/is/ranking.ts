import { alloc, type Communicator, free } from 'crossmem/mpi'
import { shareStart } from '../../share.ts'
import { planBuckets } from './bucket-plan.ts'
import { countBuckets, countKeys, sortIntoBuckets } from './counting.ts'
import { fillKeys } from './keys.ts'
import { MAX_ITERATIONS, type Problem } from './problem.ts'

/**
 * The keys of a problem, spread over the ranks of a communicator, and their ranking: the rank of a key is how many
 * keys are smaller.
 *
 *     keys ──► bucketed ──alltoallv──► received ──► counts
 *     own share,  the same,       all keys of      how many of them
 *     as made     bucket by       this rank's      are at most so big
 *                 bucket          buckets
 */
export class Ranking {
  readonly problem: Problem
  /** This rank's part of the key sequence, which begins at number `firstKey` of the whole. In the arena. */
  readonly keys: Int32Array
  readonly firstKey: number

  /** The smallest key that may fall to this rank. */
  minKey = 0
  /** How many keys fell to the ranks before this one: all of them are smaller than `minKey`. */
  keysBefore = 0
  /** What the last ranking brought this rank: all keys from `minKey` on, below the next rank's, in no order. */
  received: Int32Array
  /** `counts[i]`: how many of `received` are at most `minKey + i`. */
  counts: Int32Array
  /** The keys at the problem's test indexes, as they were at the last ranking. */
  testKeys: Int32Array

  readonly #comm: Communicator
  readonly #shift: number
  readonly #buckets: number
  readonly #bucketed: Int32Array
  #receiveBuffer: Int32Array
  readonly #countBuffer: Int32Array
  // The keys at the test indexes ride behind the bucket sizes: one allreduce tells both to everybody.
  readonly #sizes: Int32Array
  readonly #totals: Int32Array
  readonly #next: Int32Array
  readonly #sendCounts: Int32Array
  readonly #recvCounts: Int32Array

  constructor(comm: Communicator, problem: Problem) {
    const totalKeys = 2 ** problem.totalKeysLog2
    this.problem = problem
    this.firstKey = shareStart(totalKeys, comm.rank, comm.size)
    this.keys = alloc(Int32Array, shareStart(totalKeys, comm.rank + 1, comm.size) - this.firstKey)
    fillKeys(this.keys, this.firstKey, problem.maxKeyLog2)

    this.#comm = comm
    this.#shift = problem.maxKeyLog2 - problem.bucketsLog2
    this.#buckets = 2 ** problem.bucketsLog2
    this.#bucketed = alloc(Int32Array, this.keys.length)
    this.#countBuffer = new Int32Array(2 ** problem.maxKeyLog2)
    this.#sizes = new Int32Array(this.#buckets + problem.testKeys.length)
    this.#totals = new Int32Array(this.#sizes.length)
    this.#next = new Int32Array(this.#buckets)
    this.#sendCounts = new Int32Array(comm.size)
    this.#recvCounts = new Int32Array(comm.size)
    this.#receiveBuffer = alloc(Int32Array, withRoom(this.keys.length))
    this.received = this.#receiveBuffer.subarray(0, 0)
    this.counts = this.#countBuffer
    this.testKeys = this.#totals.subarray(this.#buckets)
  }

  /** Changes the two keys that the benchmark changes before its iteration `iteration`, and ranks all keys anew. */
  rank(iteration: number): void {
    this.#setKey(iteration, iteration)
    this.#setKey(iteration + MAX_ITERATIONS, 2 ** this.problem.maxKeyLog2 - iteration)

    this.#measureBuckets()
    const firstBuckets = planBuckets(this.#totals.subarray(0, this.#buckets), this.#comm.size)
    this.#exchangeKeys(firstBuckets)

    const { rank } = this.#comm
    this.minKey = firstBuckets[rank] << this.#shift
    this.keysBefore = sum(this.#totals, 0, firstBuckets[rank])
    this.counts = this.#countBuffer.subarray(0, (firstBuckets[rank + 1] - firstBuckets[rank]) << this.#shift)
    countKeys(this.received, this.minKey, this.counts)
  }

  /** Fills the bucket sizes of this rank and of all ranks together, and the test keys. */
  #measureBuckets(): void {
    const sizes = this.#sizes
    countBuckets(this.keys, this.#shift, sizes)
    this.problem.testKeys.forEach(({ index }, i) => {
      if (this.#owns(index)) sizes[this.#buckets + i] = this.keys[index - this.firstKey]
    })
    this.#comm.allreduce(sizes, { recv: this.#totals })
  }

  /** Sorts this rank's keys into buckets and sends each bucket to its rank. */
  #exchangeKeys(firstBuckets: Int32Array): void {
    const next = this.#next
    for (let bucket = 0, start = 0; bucket < this.#buckets; bucket++) {
      next[bucket] = start
      start += this.#sizes[bucket]
    }
    sortIntoBuckets(this.keys, this.#shift, next, this.#bucketed)

    for (let rank = 0; rank < this.#comm.size; rank++) {
      this.#sendCounts[rank] = sum(this.#sizes, firstBuckets[rank], firstBuckets[rank + 1])
    }
    this.#comm.alltoall(this.#sendCounts, { recv: this.#recvCounts })
    this.received = this.#roomFor(sum(this.#recvCounts, 0, this.#comm.size))
    this.#comm.alltoallv(this.#bucketed, {
      sendCounts: this.#sendCounts,
      recv: this.received,
      recvCounts: this.#recvCounts,
    })
  }

  #setKey(index: number, key: number): void {
    if (this.#owns(index)) this.keys[index - this.firstKey] = key
  }

  #owns(index: number): boolean {
    return index >= this.firstKey && index < this.firstKey + this.keys.length
  }

  /** The first `length` elements of the receive buffer, which is enlarged if it is shorter. */
  #roomFor(length: number): Int32Array {
    if (this.#receiveBuffer.length < length) {
      free(this.#receiveBuffer)
      this.#receiveBuffer = alloc(Int32Array, withRoom(length))
    }
    return this.#receiveBuffer.subarray(0, length)
  }
}

/** A sixteenth more: what falls to a rank differs from its share by up to a bucket, and from one iteration to the next. */
function withRoom(length: number): number {
  return Math.ceil((length * 17) / 16)
}

function sum(values: Int32Array, from: number, to: number): number {
  let total = 0
  for (let i = from; i < to; i++) total += values[i]
  return total
}
