import { bytesOf, kindOf, type TypedArray } from '../../memory/bytes.ts'
import { revive, typeOf } from '../element-types.ts'
import type { Op } from '../op.ts'
import type { CollectiveCall } from './call.ts'
import type { CollectiveReceive } from './collective-receive.ts'
import { copyElements, type NumericType, numericTypeOf } from './operand.ts'
import type { Scratch } from './scratch.ts'
import type { Steps } from './steps.ts'
import { placeInTree } from './tree.ts'

/** Long operands are combined in pieces of this length: they stay in the second-level cache, and scratch memory is bounded. */
const PIECE_BYTES = 256 * 1024

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
  const piece = op.elementwise === true ? pieceOf(op, type) : operand.length
  // Two buffers take turns: a result comes to lie where its second operand was. The root has its own operand's place for one.
  const needed = Math.min(children.length, isRoot ? 1 : 2)
  const buffers = Array.from({ length: needed }, () => scratch.take(type, Math.min(piece, operand.length)))

  for (let at = 0; at < operand.length; at += piece) {
    const here = operand.subarray(at, at + piece)
    const spares = buffers.map((buffer) => buffer.subarray(0, here.length))
    if (isRoot) spares.push(here)
    let mine = here
    for (const child of children) {
      const theirs = mine === spares[0] ? spares[1] : spares[0]
      const arrived = call.post(bytesOf(theirs), child.rank)
      yield arrived
      checkOperandType(call, arrived, theirs)
      mine = combineInOrder(op, mine, rank, theirs, child.rank)
    }
    if (isRoot) {
      if (mine !== here) copyElements(mine, here)
      continue
    }
    call.start(bytesOf(mine), parent, typeOf(mine))
    if (children.length > 0) yield* call.finishSends()
  }
  if (call.isSending) yield* call.finishSends()
}

/** How many elements a piece has: a multiple of those that belong together. */
function pieceOf({ span = 1 }: Op, { BYTES_PER_ELEMENT }: NumericType): number {
  const elements = PIECE_BYTES / BYTES_PER_ELEMENT
  return Math.max(elements - (elements % span), span)
}

/** Combines two operands, the one from the lower ranks first. @returns which of them holds the result */
export function combineInOrder(
  op: Op,
  mine: TypedArray,
  rank: number,
  theirs: TypedArray,
  otherRank: number,
): TypedArray {
  if (otherRank < rank) {
    op.apply(mine, theirs)
    return mine
  }
  op.apply(theirs, mine)
  return theirs
}

/** @throws CrossmemError ERR_COLLECTIVE_MISMATCH when an operand of another type comes */
export function checkOperandType(
  call: CollectiveCall,
  { gotType, peer }: CollectiveReceive,
  operand: TypedArray,
): void {
  if (gotType !== typeOf(operand)) {
    throw call.mismatch(
      `rank ${peer} reduces a ${kindOf(revive(gotType, new Uint8Array(0)))} where rank ${call.rank} reduces a ` +
        `${kindOf(operand)}: give the same type on all ranks`,
    )
  }
}
