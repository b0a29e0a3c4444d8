import { bytesOf, kindOf, type TypedArray } from '../../memory/bytes.ts'
import { revive, typeOf } from '../element-types.ts'
import type { Op } from '../op.ts'
import { type CollectiveCall, mismatch } from './call.ts'
import type { CollectiveReceive } from './collective-receive.ts'
import { codeOf, opName } from './op-code.ts'

/*
 * With an operand travels what it is, and which op it is for:
 *
 *     op-code.ts: 4 bits | element-types.ts: 4 bits
 */
const CODE_SHIFT = 4
const TYPE_BITS = 0xf

/** @param more whether other pieces of the operand follow */
export function startOperand(call: CollectiveCall, operand: TypedArray, dest: number, op: Op, more = false): void {
  call.start(bytesOf(operand), dest, kindFor(operand, op), more)
}

export function postOperand(call: CollectiveCall, into: TypedArray, source: number, more = false): CollectiveReceive {
  return call.post(bytesOf(into), source, more)
}

/** @throws CrossmemError ERR_COLLECTIVE_MISMATCH when an operand of another type has come, or one for another op */
export function checkOperand(
  { rank, name }: CollectiveCall,
  { gotType, peer }: CollectiveReceive,
  operand: TypedArray,
  op: Op,
): void {
  if (gotType === kindFor(operand, op)) return
  const type = gotType & TYPE_BITS
  if (type !== typeOf(operand)) {
    throw mismatch(
      `rank ${peer} reduces a ${kindOf(revive(type, new Uint8Array(0)))} where rank ${rank} reduces a ` +
        `${kindOf(operand)}: give the same type on all ranks`,
    )
  }
  throw mismatch(
    `rank ${peer} called ${name} with ${opName(gotType >>> CODE_SHIFT)} where rank ${rank} called it with ${op.name}: ` +
      'give the same op on all ranks',
  )
}

function kindFor(operand: TypedArray, op: Op): number {
  return (codeOf(op) << CODE_SHIFT) | typeOf(operand)
}
