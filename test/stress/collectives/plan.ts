import { BXOR, MAX, MIN, type Op, PROD, SUM } from '../../../src/mpi/index.ts'
import { randomFrom } from '../../attach/random.ts'
import { MATRIX_PRODUCT } from '../../mpi/collectives/reference.ts'
import type { ArrayType } from '../../mpi/collectives/setting.ts'

export const KINDS = [
  'barrier',
  'bcast',
  'gather',
  'gatherv',
  'scatter',
  'scatterv',
  'allgather',
  'allgatherv',
  'alltoall',
  'alltoallv',
  'alltoallw',
  'reduce',
  'allreduce',
  'reduceScatter',
  'reduceScatterBlock',
  'scan',
  'exscan',
] as const

export type Kind = (typeof KINDS)[number]

const TYPES: ArrayType[] = [Float64Array, Float32Array, Int32Array, Uint8Array, Int16Array, BigInt64Array]
const OPS = [SUM, PROD, MIN, MAX]
/** Up to how many elements: mostly few, now and then more than goes through a lane, or is combined at once. */
const LENGTHS = [1, 4, 16, 16, 100, 100, 1000, 3000, 40_000]
/** The communicators to choose from; more often the whole world. */
export const COMMUNICATORS = 4

/** What one call is; all ranks know it by its number. */
export interface Plan {
  readonly kind: Kind
  readonly seed: number
  readonly communicator: number
  readonly nonblocking: boolean
  readonly inPlace: boolean
  /** Values instead of buffers, where that is possible. */
  readonly values: boolean
  readonly type: ArrayType
  readonly op: Op
  readonly length: number
  /** Any number; the root is its remainder. */
  readonly root: number
}

export function planOf(seed: number, number: number): Plan {
  const own = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35)) >>> 0
  const random = randomFrom(own)
  const one = <T>(list: readonly T[]): T => list[random(list.length)]
  const kind = one(KINDS)
  const type = one(TYPES)
  const matrices = type === Int32Array && random(3) === 0
  const integers = type !== Float64Array && type !== Float32Array
  const length = random(one(LENGTHS) + 1)
  return {
    kind,
    seed: own,
    communicator: random(COMMUNICATORS),
    nonblocking: random(3) > 0,
    inPlace: random(3) === 0,
    values: random(4) === 0,
    type,
    op: matrices ? MATRIX_PRODUCT : integers && random(4) === 0 ? BXOR : one(OPS),
    length: matrices ? 4 * (length >>> 2) : length,
    root: random(1000),
  }
}
