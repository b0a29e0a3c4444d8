import type { TypedArray } from '../../memory/bytes.ts'
import { type Op, SUM } from '../op.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkRoot } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { combine } from './combine.ts'
import { copyElements, isScalar, operandOf, type Reducible, resultOf } from './operand.ts'
import { Scratch } from './scratch.ts'
import type { Steps } from './steps.ts'

export interface ReduceOptions {
  /** Where the result goes at the root; without it, in the place of what the root sends. Other ranks' are not looked at. */
  recv?: TypedArray
  /** SUM unless given. */
  op?: Op
  /** The rank that gets the result; 0 unless given. */
  root?: number
}

/**
 * Combines everybody's elements at `root` (MPI 4.1, chapter 6.9.1), in the order of ranks, along a binomial tree.
 * @param send a typed array, of the same type and length on each rank; or a plain number, or a bigint of 64 bits
 * @returns at the root: the array with the result, or the number; elsewhere undefined
 * @throws CrossmemRangeError ERR_ROOT, ERR_LENGTH; CrossmemTypeError ERR_TYPES, ERR_OP, ERR_OP_TYPE; CrossmemError
 *   ERR_COLLECTIVE_MISMATCH
 * @example
 * const total = world.reduce(world.rank + 1)
 * if (world.rank === 0) console.log(`the ranks' numbers add up to ${total}`)
 */
export function* reduce(
  line: ValueChannel,
  send: Reducible,
  { recv, op = SUM, root = 0 }: ReduceOptions = {},
): Steps<Reducible | undefined> {
  checkRoot(root, line.size)
  const isRoot = line.rank === root
  let operand = operandOf(send, op)
  if (isRoot && recv !== undefined) {
    const result = resultOf(recv, send, operand)
    copyElements(operand, result)
    operand = result
  }
  const scratch = new Scratch(line.channel.port.transport.arena)
  const call = new CollectiveCall(line, 'reduce')
  yield* call.guard(combine(call, operand, op, root, scratch))
  scratch.free()
  if (!isRoot) return undefined
  return isScalar(send) ? operand[0] : (recv ?? send)
}
