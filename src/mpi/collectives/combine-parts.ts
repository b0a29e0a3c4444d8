import { bytesOf, type TypedArray } from '../../memory/bytes.ts'
import { typeOf } from '../element-types.ts'
import type { Op } from '../op.ts'
import type { CollectiveCall } from './call.ts'
import type { CollectiveReceive } from './collective-receive.ts'
import { combine, combineInOrder, pieceOf } from './combine.ts'
import { distributeDown } from './distribute.ts'
import { reduction } from './local/reduction.ts'
import { mayThrow } from './op-code.ts'
import { copyElements, numericTypeOf, type Operands } from './operand.ts'
import { checkOperand, postOperand, startOperand } from './operand-messages.ts'
import { pairwise } from './pairwise.ts'
import { Parcel } from './parcel.ts'
import { Scratch } from './scratch.ts'
import type { Steps } from './steps.ts'

/**
 * Combines the operands of all ranks as reduce does, and gives each rank its part of the result.
 * @param counts how many elements belong to each rank
 * @param inPlace whether the operand may be changed, and the result lies at its beginning
 */
export function* combineParts(
  call: CollectiveCall,
  { operand, result }: Operands,
  counts: ArrayLike<number>,
  op: Op,
  inPlace: boolean,
): Steps<void> {
  const parts = cut(operand, counts)
  const scratch = new Scratch(call.arena)
  const begins = [0]
  for (const part of parts) begins.push(begins[begins.length - 1] + part.byteLength)
  yield* call.guard(
    reduction(call, { op, operand, into: result, receivers: 'parts', root: 0, begins }, () =>
      op.elementwise === true && !mayThrow(op)
        ? exchangeAndCombine(call, parts, result, op, scratch)
        : combineAndDistribute(call, operand, counts, result, op, inPlace, scratch),
    ),
  )
  scratch.free()
}

/** All get what the others have of their part, and combine it. */
function* exchangeAndCombine(
  call: CollectiveCall,
  parts: readonly TypedArray[],
  result: TypedArray,
  op: Op,
  scratch: Scratch,
): Steps<void> {
  const type = numericTypeOf(result)
  const operands = parts.map(() => scratch.take(type, result.length))
  const arrivals: CollectiveReceive[] = []
  yield* pairwise(
    call,
    (source) => {
      arrivals[source] = postOperand(call, operands[source], source)
      return arrivals[source]
    },
    (dest) => startOperand(call, parts[dest], dest, op),
  )
  for (const [source, arrived] of arrivals.entries()) checkOperand(call, arrived, operands[source], op)
  const piece = Math.ceil(pieceOf(result, op) / operands.length)
  for (let at = 0; at < result.length; at += piece) {
    const here = operands.map((operand) => operand.subarray(at, at + piece))
    copyElements(combineNeighbours(op, here), result.subarray(at, at + piece))
  }
}

/** Combines all operands, neighbours first, as placeInTree() orders them. @returns the one that holds the result */
function combineNeighbours(op: Op, operands: TypedArray[]): TypedArray {
  let runs = operands
  while (runs.length > 1) {
    const longer: TypedArray[] = []
    for (let i = 0; i < runs.length; i += 2) {
      longer.push(i + 1 < runs.length ? combineInOrder(op, runs[i], i, runs[i + 1], i + 1) : runs[i])
    }
    runs = longer
  }
  return runs[0]
}

/** For an op that must see whole operands, or may throw. */
function* combineAndDistribute(
  call: CollectiveCall,
  operand: TypedArray,
  counts: ArrayLike<number>,
  result: TypedArray,
  op: Op,
  inPlace: boolean,
  scratch: Scratch,
): Steps<void> {
  const isRoot = call.rank === 0
  if (!isRoot) {
    yield* combine(call, operand, op, 0, scratch)
    yield* distributeDown(call, null, 0, bytesOf(result))
    return
  }
  let whole = operand
  if (!inPlace) {
    whole = scratch.take(numericTypeOf(operand), operand.length)
    copyElements(operand, whole)
  }
  yield* combine(call, whole, op, 0, scratch)
  const type = typeOf(whole)
  const parcels = cut(whole, counts).map((part) => new Parcel(type, bytesOf(part)))
  yield* distributeDown(call, parcels, 0, inPlace ? null : bytesOf(result))
}

function cut(operand: TypedArray, counts: ArrayLike<number>): TypedArray[] {
  let end = 0
  return Array.from(counts, (count) => {
    end += count
    return operand.subarray(end - count, end)
  })
}
