import { CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'
import { bytesOf, kindOf, type TypedArray, type TypedArrayConstructor } from '../../memory/bytes.ts'
import { checkSpan, unfit } from '../elementwise.ts'
import type { Op } from '../op.ts'

/** Makes arrays of one type of numbers. */
export type NumericType = TypedArrayConstructor & (new (length: number) => TypedArray)

const types = new Map<string, NumericType>()
for (const type of [
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
  // Node 24 and later have it.
  (globalThis as { Float16Array?: NumericType }).Float16Array,
]) {
  if (type !== undefined) types.set(type.name, type as NumericType)
}

/** What can be reduced. */
export type Reducible = TypedArray | number | bigint

/** The type of an array; a Buffer's is Uint8Array. */
export function numericTypeOf(array: TypedArray): NumericType {
  return types.get(array[Symbol.toStringTag])!
}

/**
 * What a rank brings into a reduction, as an array of one of JavaScript's own types over the same memory. Plain numbers become
 * an array of one.
 * @throws CrossmemTypeError ERR_TYPES for what is neither a typed array nor a number; ERR_OP for what is no op; ERR_OP_TYPE
 *   when the op is not for this type. CrossmemRangeError ERR_TYPES for a bigint that does not fit into 64 bits; ERR_LENGTH for
 *   half a pair
 */
export function operandOf(value: unknown, op: Op): TypedArray {
  if (typeof op?.apply !== 'function') {
    throw new CrossmemTypeError('ERR_OP', `op is SUM, another of the ops, or one of your own, not ${kindOf(op)}`)
  }
  const array = isScalar(value) ? boxed(value) : arrayOf(value)
  if (op.accepts !== undefined && !op.accepts(array)) {
    throw unfit(op.name, typeof value === 'number' ? 'a plain number' : array[Symbol.toStringTag])
  }
  checkSpan(op.name, op.span ?? 1, array)
  return array
}

/**
 * The array in which a result is received.
 * @throws CrossmemTypeError ERR_TYPES, CrossmemRangeError ERR_LENGTH unless it has the operand's type and length
 */
export function resultOf(recv: unknown, send: unknown, operand: TypedArray): TypedArray {
  if (isScalar(send)) {
    throw new CrossmemTypeError(
      'ERR_TYPES',
      'the result of plain numbers is returned: leave recv away, or send an array',
    )
  }
  const result = arrayOf(recv)
  if (result[Symbol.toStringTag] !== operand[Symbol.toStringTag]) {
    throw new CrossmemTypeError(
      'ERR_TYPES',
      `a reduction's result has its operands' type: send is ${operand[Symbol.toStringTag]}, recv is ${kindOf(recv)}`,
    )
  }
  if (result.length !== operand.length) {
    throw new CrossmemRangeError(
      'ERR_LENGTH',
      `a reduction's result is as long as an operand: send has ${operand.length} elements, recv has ${result.length}`,
    )
  }
  return result
}

export function isScalar(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

/** Copies one array's elements over another's, which has the same type and length. */
export function copyElements(from: TypedArray, into: TypedArray): void {
  into.set(from as Uint8Array & BigInt64Array)
}

function arrayOf(value: unknown): TypedArray {
  const type = ArrayBuffer.isView(value) ? types.get((value as TypedArray)[Symbol.toStringTag]) : undefined
  if (type === undefined) {
    throw new CrossmemTypeError(
      'ERR_TYPES',
      `a reduction combines typed arrays, numbers or bigints, not ${kindOf(value)}: its elements have no type`,
    )
  }
  const array = value as TypedArray
  bytesOf(array)
  return array.constructor === type ? array : new type(array.buffer, array.byteOffset, array.length)
}

function boxed(value: number | bigint): TypedArray {
  if (typeof value === 'number') return Float64Array.of(value)
  if (BigInt.asIntN(64, value) !== value) {
    throw new CrossmemRangeError(
      'ERR_TYPES',
      `a plain bigint is reduced as a 64-bit integer, and ${value} does not fit`,
    )
  }
  return BigInt64Array.of(value)
}
