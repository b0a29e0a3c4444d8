import type { TypedArray } from '../memory/bytes.ts'
import { elementwise } from './elementwise.ts'

/**
 * How a reduction combines two operands (MPI 4.1, chapter 6.9). Programs may bring their own.
 * @example
 * const hypotenuse: Op = {
 *   name: 'hypotenuse',
 *   commutative: true,
 *   elementwise: true,
 *   apply(inout: Float64Array, operand: Float64Array) {
 *     for (let i = 0; i < inout.length; i++) inout[i] = Math.hypot(operand[i], inout[i])
 *   },
 * }
 */
export interface Op {
  /** For error messages. */
  readonly name: string
  /** Whether operands may change places. Every op must be associative. */
  readonly commutative: boolean
  /** Whether each element of a result comes from the same element of the operands alone; then long operands are combined piece by piece. */
  readonly elementwise?: boolean
  /** How many neighbouring elements belong together, as 2 for pairs: operands and their pieces are no fractions of that. 1 unless given. */
  readonly span?: number
  /** Of the built-in ops: the number that the compiled loops know it by. @internal */
  readonly kernel?: number
  /** Whether it can combine arrays of this type; an op without this takes all. Asked before anything is sent. */
  accepts?(operand: TypedArray): boolean
  /**
   * `inout = operand op inout`, where `operand` comes from lower ranks than `inout`. Both have the same type and length;
   * `operand` must not be changed, and neither be kept.
   */
  apply(inout: TypedArray, operand: TypedArray): void
}

/** The sum. Integers wrap around; Uint8ClampedArray is clamped. */
export const SUM: Op = elementwise('SUM', {
  float(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] + inout[i]
  },
  int(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] + inout[i]
  },
  big(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] + inout[i]
  },
})

/** The product. Integers wrap around; Uint8ClampedArray is clamped. */
export const PROD: Op = elementwise('PROD', {
  float(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] * inout[i]
  },
  int(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = Math.imul(operand[i], inout[i])
  },
  big(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] * inout[i]
  },
})

/**
 * The lesser one, as C's `a < b ? a : b` with `a` from the lower ranks: where neither is less (NaN, zeros of either
 * sign), it is `b`.
 */
export const MIN: Op = elementwise('MIN', {
  float(inout, operand) {
    for (let i = 0; i < inout.length; i++) if (operand[i] < inout[i]) inout[i] = operand[i]
  },
  int(inout, operand) {
    for (let i = 0; i < inout.length; i++) if (operand[i] < inout[i]) inout[i] = operand[i]
  },
  big(inout, operand) {
    for (let i = 0; i < inout.length; i++) if (operand[i] < inout[i]) inout[i] = operand[i]
  },
})

/** The greater one, as C's `a > b ? a : b`; see {@link MIN}. */
export const MAX: Op = elementwise('MAX', {
  float(inout, operand) {
    for (let i = 0; i < inout.length; i++) if (operand[i] > inout[i]) inout[i] = operand[i]
  },
  int(inout, operand) {
    for (let i = 0; i < inout.length; i++) if (operand[i] > inout[i]) inout[i] = operand[i]
  },
  big(inout, operand) {
    for (let i = 0; i < inout.length; i++) if (operand[i] > inout[i]) inout[i] = operand[i]
  },
})

/** 1 where both are other than zero, else 0. As in C, NaN is other than zero. */
export const LAND: Op = elementwise('LAND', {
  float(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] !== 0 && inout[i] !== 0 ? 1 : 0
  },
  int(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] !== 0 && inout[i] !== 0 ? 1 : 0
  },
  big(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] !== 0n && inout[i] !== 0n ? 1n : 0n
  },
})

/** 1 where one of them or both are other than zero, else 0. */
export const LOR: Op = elementwise('LOR', {
  float(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] !== 0 || inout[i] !== 0 ? 1 : 0
  },
  int(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] !== 0 || inout[i] !== 0 ? 1 : 0
  },
  big(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] !== 0n || inout[i] !== 0n ? 1n : 0n
  },
})

/** 1 where exactly one of them is other than zero, else 0. */
export const LXOR: Op = elementwise('LXOR', {
  float(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = (operand[i] !== 0) !== (inout[i] !== 0) ? 1 : 0
  },
  int(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = (operand[i] !== 0) !== (inout[i] !== 0) ? 1 : 0
  },
  big(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = (operand[i] !== 0n) !== (inout[i] !== 0n) ? 1n : 0n
  },
})

/** The bits that are set in both; for integers. */
export const BAND: Op = elementwise('BAND', {
  int(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] & inout[i]
  },
  big(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] & inout[i]
  },
})

/** The bits that are set in one of them or both; for integers. */
export const BOR: Op = elementwise('BOR', {
  int(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] | inout[i]
  },
  big(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] | inout[i]
  },
})

/** The bits that are set in exactly one of them; for integers. */
export const BXOR: Op = elementwise('BXOR', {
  int(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] ^ inout[i]
  },
  big(inout, operand) {
    for (let i = 0; i < inout.length; i++) inout[i] = operand[i] ^ inout[i]
  },
})

/** The operand of the highest rank. */
export const REPLACE: Op = elementwise('REPLACE', { float() {}, int() {}, big() {} }, 1, false)
