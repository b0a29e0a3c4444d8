import { CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'
import { bytesOf, kindOf, type TypedArray, type TypedArrayConstructor } from '../../memory/bytes.ts'
import { IN_PLACE } from '../constants.ts'
import { checkSpan, unfit } from '../elementwise.ts'
import type { Op } from '../op.ts'
import { requireRecv } from './arguments.ts'
import { checkApart } from './overlap.ts'

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

// Programs reduce the same types with the same ops again and again, and to ask costs as much as a short reduction does.
let lastPlain: unknown
let lastOp: Op | undefined
let lastAccepted: unknown

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
  if (op === lastOp && array.constructor === lastAccepted) return array
  if (op.accepts !== undefined && !op.accepts(array)) {
    throw unfit(op.name, typeof value === 'number' ? 'a plain number' : array[Symbol.toStringTag])
  }
  checkSpan(op.name, op.span ?? 1, array)
  if ((op.span ?? 1) === 1) {
    lastOp = op
    lastAccepted = array.constructor
  }
  return array
}

/** A rank's arrays in a reduction; the same one when the result takes the operand's place. */
export interface Operands {
  readonly operand: TypedArray
  readonly result: TypedArray
}

/**
 * What a rank brings into a reduction whose result is as long, and where the result goes: into `recv`; without it, or with IN_PLACE
 * instead of what is sent, into the operand's place.
 * @throws as {@link operandOf}, and CrossmemTypeError ERR_RECV, CrossmemRangeError ERR_LENGTH, ERR_OVERLAP
 */
export function operandsOf(send: unknown, recv: TypedArray | undefined, op: Op, call: string): Operands {
  if (send === IN_PLACE || recv === undefined) {
    const operand = operandOf(send === IN_PLACE ? requireRecv(recv, `${call} in place`) : send, op)
    return { operand, result: operand }
  }
  const operand = operandOf(send, op)
  const result = resultOf(recv, send, operand, operand.length)
  checkApart(bytesOf(operand), bytesOf(result))
  return { operand, result }
}

/**
 * The array in which a result of `length` elements is received.
 * @throws CrossmemTypeError ERR_TYPES, CrossmemRangeError ERR_LENGTH unless it has the operand's type and this length
 */
export function resultOf(recv: unknown, send: unknown, operand: TypedArray, length: number): TypedArray {
  if (isScalar(send)) {
    throw new CrossmemTypeError(
      'ERR_TYPES',
      'the result of plain numbers is returned: leave recv away, or send an array',
    )
  }
  const result = arrayOf(recv)
  if (result.constructor !== operand.constructor) {
    throw new CrossmemTypeError(
      'ERR_TYPES',
      `a reduction's result has its operands' type: send is ${operand[Symbol.toStringTag]}, recv is ${kindOf(recv)}`,
    )
  }
  if (result.length !== length) {
    throw new CrossmemRangeError(
      'ERR_LENGTH',
      `recv has ${result.length} elements, and the result has ${length}, where send has ${operand.length}`,
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

export function arrayOf(value: unknown): TypedArray {
  // One that has elements has its memory.
  if (ArrayBuffer.isView(value) && value.constructor === lastPlain && (value as TypedArray).length > 0) {
    return value as TypedArray
  }
  const type = ArrayBuffer.isView(value) ? types.get((value as TypedArray)[Symbol.toStringTag]) : undefined
  if (type === undefined) {
    throw new CrossmemTypeError(
      'ERR_TYPES',
      `a reduction combines typed arrays, numbers or bigints, not ${kindOf(value)}: its elements have no type`,
    )
  }
  const array = value as TypedArray
  bytesOf(array)
  if (array.constructor === type) lastPlain = type
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
