import type { TypedArray } from '../../../src/memory/bytes.ts'
import { alloc, type Communicator } from '../../../src/mpi/index.ts'

/** What a check runs in: a communicator, and data of which every rank knows what each rank has. */
export interface Setting {
  readonly comm: Communicator
  readonly data: Data
}

/** Checks by what they show. Every rank runs all of them, in the same order. */
export type Checks = Record<string, (setting: Setting) => void>

export type ArrayType = new (length: number) => TypedArray

const ARRAY_TYPES: ArrayType[] = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
  Float32Array,
  Float64Array,
]
const Float16 = (globalThis as { Float16Array?: ArrayType }).Float16Array
if (Float16 !== undefined) ARRAY_TYPES.push(Float16)

/** Bytes: none, few, more than a packet holds, more than goes through a lane, many. All hold whole elements of any type. */
export const LENGTHS = [0, 8, 56, 2040, 2056, 8192, 8200, 120_000]

/** Random data that depends on nothing but the seed, so that each rank can tell what another one has. */
export class Data {
  readonly seed: number
  #round = 0

  constructor(seed: number) {
    this.seed = seed
  }

  /** From here on all data is new. */
  next(): void {
    this.#round++
  }

  /** A number from 0 up to `limit`, the same on all ranks. */
  pick(limit: number): number {
    this.next()
    return this.#numbers(-1)() % limit
  }

  /** One of a list, the same on all ranks. */
  one<T>(list: readonly T[]): T {
    return list[this.pick(list.length)]
  }

  /** Random bytes of rank `rank`. */
  bytes(rank: number, length: number): Uint8Array {
    const words = new Uint32Array(Math.ceil(length / 4)).map(this.#numbers(rank))
    return new Uint8Array(words.buffer, 0, length)
  }

  /** Random numbers of rank `rank`: eighths, so that sums of many are rounded, and products of many wrap. */
  array(rank: number, type: ArrayType, length: number): TypedArray {
    const random = this.#numbers(rank)
    const array = new type(length)
    for (let i = 0; i < length; i++) {
      const number = random() % 100_000
      if (array instanceof BigInt64Array || array instanceof BigUint64Array) array[i] = BigInt(number) * 0x123456789abn
      else array[i] = array instanceof Float64Array || array instanceof Float32Array ? number / 7 - 5000 : number
    }
    return array
  }

  #numbers(rank: number): () => number {
    let state = Math.imul(this.seed ^ 0x5bd1e995, 0x9e3779b1) ^ Math.imul(this.#round + 1, 0x85ebca6b) ^ (rank + 2)
    return () => {
      state = (state + 0x6d2b79f5) | 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return (mixed ^ (mixed >>> 14)) >>> 0
    }
  }
}

/** Each type of array with lengths to reduce; one of each kind also with more than is combined at once. */
export const REDUCTIONS: readonly (readonly [ArrayType, readonly number[]])[] = ARRAY_TYPES.map((type) => {
  const long = type === Float64Array || type === Int16Array || type === BigUint64Array
  return [type, long ? [0, 1, 13, 1500, 300_000 / new type(1).BYTES_PER_ELEMENT] : [0, 1, 13, 1500]]
})

/** Calls `visit` with each length in both kinds of memory, and a root that goes round. */
export function forEachCase(
  { comm, data }: Setting,
  visit: (length: number, root: number, make: (length: number) => Uint8Array) => void,
): void {
  let root = 0
  for (const length of LENGTHS) {
    for (const make of [inArena, (length: number) => new Uint8Array(length)]) {
      for (let i = 0; i < Math.min(comm.size, 2); i++) {
        data.next()
        visit(length, root++ % comm.size, make)
      }
    }
  }
}

function inArena(length: number): Uint8Array {
  return alloc(Uint8Array, length)
}

/** A copy of some bytes in memory that `make` makes. */
export function copied(bytes: Uint8Array, make: (length: number) => Uint8Array): Uint8Array {
  const copy = make(bytes.length)
  copy.set(bytes)
  return copy
}

export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** Every rank's item, in order. */
export function perRank<T>(size: number, item: (rank: number) => T): T[] {
  return Array.from({ length: size }, (_, rank) => item(rank))
}

/** Fails unless two buffers hold the same bytes; says where they differ first. */
export function sameBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
  if (Buffer.compare(actual, expected) === 0) return
  const at = actual.findIndex((byte, index) => byte !== expected[index])
  throw new Error(
    `${what}: ${actual.length} bytes came, ${expected.length} were expected; they differ from byte ${at} on ` +
      `(${actual[at]}, not ${expected[at]})`,
  )
}
