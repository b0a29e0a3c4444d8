import type { TypedArray } from '../../memory/bytes.ts'
import type { Op } from '../op.ts'
import type { CollectiveCall } from './call.ts'
import { copyElements, numericTypeOf } from './operand.ts'
import { checkOperand, postOperand, startOperand } from './operand-messages.ts'
import type { Scratch } from './scratch.ts'
import type { Steps } from './steps.ts'
import { placeInTree } from './tree.ts'

/** Long operands are combined in pieces of this length: they stay in the second-level cache, and scratch memory is bounded. */
const PIECE_BYTES = 256 * 1024

/** How many elements are combined at once; ops that do not say that they are elementwise get all. At least 1. */
export function pieceOf(operand: TypedArray, op: Op): number {
  if (op.elementwise !== true) return Math.max(1, operand.length)
  const { span = 1 } = op
  const elements = PIECE_BYTES / operand.BYTES_PER_ELEMENT
  return Math.max(elements - (elements % span), span)
}

/**
 * Combines the operands of all ranks in the order of ranks, along a binomial tree. At the root the result takes the operand's
 * place; other ranks' operands stay as they are.
 */
export function* combine(
  call: CollectiveCall,
  operand: TypedArray,
  op: Op,
  root: number,
  scratch: Scratch,
): Steps<void> {
  const { rank, size } = call
  const { parent, children } = placeInTree(rank, size, root)
  const isRoot = parent < 0
  const type = numericTypeOf(operand)
  const { length } = operand
  const piece = pieceOf(operand, op)
  // Two buffers take turns: a result comes to lie where its second operand was. The root has its own operand's place for one.
  const needed = Math.min(children.length, isRoot ? 1 : 2)
  const buffers = Array.from({ length: needed }, () => scratch.take(type, Math.min(piece, length)))

  let at = 0
  do {
    const here = operand.subarray(at, at + piece)
    at += piece
    const more = at < length
    const spares = buffers.map((buffer) => buffer.subarray(0, here.length))
    if (isRoot) spares.push(here)
    let mine = here
    for (const child of children) {
      const theirs = mine === spares[0] ? spares[1] : spares[0]
      const arrived = postOperand(call, theirs, child.rank, more)
      yield arrived
      checkOperand(call, arrived, theirs, op)
      mine = combineInOrder(op, mine, rank, theirs, child.rank)
    }
    if (!isRoot) {
      startOperand(call, mine, parent, op, more)
      if (children.length > 0 && call.isSending) yield* call.finishSends()
    } else if (mine !== here) copyElements(mine, here)
  } while (at < length)
  if (call.isSending) yield* call.finishSends()
}

/** Combines two operands, the one from the lower ranks first. @returns which of them holds the result */
export function combineInOrder(
  op: Op,
  mine: TypedArray,
  rank: number,
  theirs: TypedArray,
  otherRank: number,
): TypedArray {
  const [lower, higher] = otherRank < rank ? [theirs, mine] : [mine, theirs]
  if (higher.length > 0) op.apply(higher, lower)
  return higher
}
