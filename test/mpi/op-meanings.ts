import { BAND, BOR, BXOR, LAND, LOR, LXOR, MAX, MIN, type Op, PROD, REPLACE, SUM } from '../../src/mpi/op.ts'

/** What an op makes of two elements, told once more and as plainly as can be. */
export interface Meaning {
  op: Op
  /** With `a` from the lower ranks. */
  float?(a: number, b: number): number
  /** Exact, before it is stored. */
  integer(a: bigint, b: bigint): bigint
}

export const MEANINGS: Meaning[] = [
  { op: SUM, float: (a, b) => a + b, integer: (a, b) => a + b },
  { op: PROD, float: (a, b) => a * b, integer: (a, b) => a * b },
  { op: MIN, float: (a, b) => either(a < b, a, b), integer: (a, b) => either(a < b, a, b) },
  { op: MAX, float: (a, b) => either(a > b, a, b), integer: (a, b) => either(a > b, a, b) },
  { op: LAND, float: (a, b) => Number(!isZero(a) && !isZero(b)), integer: (a, b) => BigInt(a !== 0n && b !== 0n) },
  { op: LOR, float: (a, b) => Number(!isZero(a) || !isZero(b)), integer: (a, b) => BigInt(a !== 0n || b !== 0n) },
  { op: LXOR, float: (a, b) => Number(isZero(a) !== isZero(b)), integer: (a, b) => BigInt((a !== 0n) !== (b !== 0n)) },
  { op: BAND, integer: (a, b) => a & b },
  { op: BOR, integer: (a, b) => a | b },
  { op: BXOR, integer: (a, b) => a ^ b },
  { op: REPLACE, float: (_, b) => b, integer: (_, b) => b },
]

/** C's `first ? a : b`, of which Math.min and Math.max differ for NaN and zeros. */
function either<T>(first: boolean, a: T, b: T): T {
  return first ? a : b
}

/** Minus zero is zero; NaN is not. */
function isZero(x: number): boolean {
  return Object.is(x, 0) || Object.is(x, -0)
}
