import type { TypedArray } from '../../memory/bytes.ts'
import type { InPlace } from '../constants.ts'
import { type Op, SUM } from '../op.ts'
import type { ValueChannel } from '../value-channel.ts'
import { checkRoot } from './arguments.ts'
import { CollectiveCall } from './call.ts'
import { codeOf } from './call-tag.ts'
import { combine } from './combine.ts'
import { refuseInPlace } from './in-place.ts'
import { reduceAcross } from './inter/reductions.ts'
import { type Reduction, reduction } from './local/reduction.ts'
import { reduceShort } from './local/short.ts'
import { copyElements, isScalar, type Operands, operandOf, operandsOf, type Reducible } from './operand.ts'
import { Scratch } from './scratch.ts'
import type { Steps } from './steps.ts'

const REDUCE = codeOf('reduce')

export interface ReduceOptions {
  /** Where the result goes at the root; without it, in the place of what the root sends. Other ranks' are not looked at. */
  recv?: TypedArray
  /** SUM unless given. */
  op?: Op
  /** The rank that gets the result; 0 unless given. */
  root?: number
}

const NO_RESULT = { result: undefined }

/**
 * Combines everybody's elements at `root` (MPI 4.1, chapter 6.9.1), in the order of ranks, along a binomial tree.
 * @param send a typed array, of the same type and length on each rank; or a plain number, or a bigint of 64 bits; at the root also
 *   IN_PLACE, for what is in `recv`
 * @returns at the root: the array with the result, or the number; elsewhere undefined
 * @throws CrossmemRangeError ERR_ROOT, ERR_LENGTH, ERR_OVERLAP; CrossmemTypeError ERR_TYPES, ERR_OP, ERR_OP_TYPE, ERR_IN_PLACE,
 *   ERR_RECV; CrossmemError ERR_COLLECTIVE_MISMATCH, ERR_COLLECTIVE_PEER
 * @example
 * const total = world.reduce(world.rank + 1)
 * if (world.rank === 0) console.log(`the ranks' numbers add up to ${total}`)
 */
export function* reduce(
  line: ValueChannel,
  send: Reducible | InPlace,
  { recv, op = SUM, root = 0 }: ReduceOptions = {},
): Steps<Reducible | undefined> {
  if (line.ownGroup !== null) return yield* reduceAcross(line, send, recv, op, root)
  checkRoot(root, line.size)
  const isRoot = line.rank === root
  if (!isRoot) refuseInPlace(send, 'send', 'reduce')
  const { operand, result } = isRoot ? operandsOf(send, recv, op, 'reduce') : only(operandOf(send, op))
  const call = new CollectiveCall(line, 'reduce', root)
  const what: Reduction = { op, operand, into: isRoot ? result : null, receivers: 'root', root, begins: [] }
  const scratch = new Scratch(call.arena)
  yield* call.guard(
    reduction(call, what, () => {
      if (result !== operand) copyElements(operand, result)
      return combine(call, result, op, root, scratch)
    }),
  )
  scratch.free()
  if (!isRoot) return undefined
  return isScalar(send) ? result[0] : (recv ?? (send as TypedArray))
}

function only(operand: TypedArray): Operands {
  return { operand, result: operand }
}

/** Blocking, for short operands. @returns null when it must be done by {@link reduce} */
export function reduceAtOnce(
  line: ValueChannel,
  send: Reducible | InPlace,
  { recv, op = SUM, root = 0 }: ReduceOptions = {},
): { result: Reducible | undefined } | null {
  if (line.ownGroup !== null) return null
  checkRoot(root, line.size)
  const isRoot = line.rank === root
  if (!isRoot) refuseInPlace(send, 'send', 'reduce')
  const { operand, result } = isRoot ? operandsOf(send, recv, op, 'reduce') : only(operandOf(send, op))
  if (!reduceShort(line, REDUCE, operand, op, isRoot ? result : null, root)) return null
  if (!isRoot) return NO_RESULT
  return { result: isScalar(send) ? result[0] : (recv ?? (send as TypedArray)) }
}
