import type { TypedArray } from '../../../memory/bytes.ts'
import type { Op } from '../../op.ts'
import { CHUNK } from './fold.ts'

/** How many bytes belong together. */
export function unitOf({ op, operand }: { op: Op; operand: TypedArray }): number {
  return operand.BYTES_PER_ELEMENT * (op.span ?? 1)
}

/** Whether operands can be combined in slices and chunks. */
export function isDivisible(op: Op, operand: TypedArray): boolean {
  return op.elementwise === true && unitOf({ op, operand }) <= CHUNK
}
