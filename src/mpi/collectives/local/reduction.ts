import { bytesOf, type TypedArray } from '../../../memory/bytes.ts'
import { LENGTH_F64, PROGRESS, TABLE_F64 } from '../../../transport/control-block.ts'
import { REDUCED } from '../../../transport/protocol.ts'
import { typeOf } from '../../element-types.ts'
import type { Op } from '../../op.ts'
import type { CollectiveCall } from '../call.ts'
import { codeOf } from '../call-tag.ts'
import { mayThrow } from '../op-code.ts'
import type { Steps } from '../steps.ts'
import { CHUNK, Fold } from './fold.ts'
import { agree, localOf } from './ground.ts'
import type { LocalCall } from './local-call.ts'
import { COPIED, ONE, place } from './offer.ts'
import { NOWHERE, Operands } from './operands.ts'
import { extentOf, signatureOf } from './signature.ts'
import { Slice } from './slice.ts'
import { StandIn } from './stand-in.ts'
import { tuningFor } from './tuning.ts'

/** Who gets which of the result. */
export type Receivers = 'all' | 'root' | 'parts' | 'prefix' | 'before'

/** A collective that combines, as one rank takes part in it. */
export interface Reduction {
  readonly op: Op
  readonly operand: TypedArray
  readonly receivers: Receivers
  readonly root: number
  /** Where this rank's result goes; null when it gets none. */
  readonly into: TypedArray | null
  /** With `parts`, the byte at which each rank's part begins, and the end of the last. */
  readonly begins: readonly number[]
}

/** How many bytes belong together. */
export function unitOf({ op, operand }: Pick<Reduction, 'op' | 'operand'>): number {
  return operand.BYTES_PER_ELEMENT * (op.span ?? 1)
}

/** Whether operands can be combined in slices and chunks. */
export function isDivisible(op: Op, operand: TypedArray): boolean {
  return op.elementwise === true && unitOf({ op, operand }) <= CHUNK
}

/**
 * All collectives that combine: on the operands where they lie, if the communicator has a control block and the op allows it, else by
 * messages.
 *
 * Of short operands who gets a result combines all of them for itself; of long ones each rank combines a slice.
 */
export function* reduction(call: CollectiveCall, what: Reduction, byMessages: () => Steps<void>): Steps<void> {
  yield* agree(call)
  const local = localOf(call)
  if (local === null) {
    yield* byMessages()
    return
  }
  const { op, operand, root, receivers, into } = what
  if (!local.isFree) yield local.untilFree
  local.describe(signatureOf(codeOf(call.name), op, typeOf(operand)), root, extentOf(op, operand.length))
  if (!isDivisible(op, operand)) {
    local.view.f64[(local.line >>> 3) + LENGTH_F64] = operand.byteLength
    local.publish()
    local.leave()
    yield* byMessages()
    return
  }
  local.view.traffic.count(REDUCED, operand.byteLength)
  // If every rank combined for itself, one whose op throws could not tell those that are done.
  if (mayThrow(op) || operand.byteLength > tuningFor(local.size).combineAll) {
    yield* combineSlices(local, what)
    return
  }
  place(local, { parts: [bytesOf(operand)], how: ONE, type: typeOf(operand) })
  if (local.said === COPIED) local.view.f64[(local.line >>> 3) + TABLE_F64] = NOWHERE
  local.publish()
  const end = receivers === 'prefix' ? local.rank + 1 : receivers === 'before' ? local.rank : local.size
  if (into !== null && end > 0) {
    if (!local.haveArrived(0, end)) yield local.untilArrived(0, end)
    local.check(0, end)
    combineAll(local, what, end)
  }
  local.leave()
}

/** Combines the short operands of the first `end` ranks. */
function combineAll(call: LocalCall, what: Reduction, end: number): void {
  const { operand, op, into, receivers, begins } = what
  const operands = new Operands(call, operand.byteLength, 0, end)
  const fold = new Fold(call.view, op, operand, end)
  const result = bytesOf(into!)
  const from = receivers === 'parts' ? begins[call.rank] : 0
  const inRow = receivers === 'prefix' || receivers === 'before'
  const step = CHUNK - (CHUNK % unitOf(what))
  for (let at = 0; at < result.length; at += step) {
    const length = Math.min(step, result.length - at)
    for (let member = 0; member < end; member++) fold.places[member] = operands.place(member, from + at, length, 0)
    call.read(inRow ? fold.inRow(end, length) : fold.run(call.view.lap, length), result, at, length)
  }
}

/** Long operands: each rank combines a slice of all, and puts the result where everybody has it. */
function* combineSlices(call: LocalCall, what: Reduction): Steps<void> {
  const { byteLength } = what.operand
  const standIn = new StandIn(call, what)
  call.publish()
  if (!call.haveArrived(0, call.size)) yield call.untilArrived(0, call.size)
  call.check(0, call.size)
  const operands = new Operands(call, byteLength, 0, call.size)
  const slice = new Slice(call, what, operands)
  const { piece } = slice
  let begin = 0
  let phase = 0
  for (; begin + piece < byteLength; begin += piece) {
    const end = begin + piece
    slice.combine(begin, end)
    yield* meet(call, ++phase)
    standIn.empty(begin, end)
    standIn.fill(end, Math.min(end + piece, byteLength))
    yield* meet(call, ++phase)
  }
  slice.combine(begin, byteLength)
  yield* meet(call, ++phase)
  standIn.empty(begin, byteLength)
  slice.settle()
  standIn.giveBack()
  call.leave()
}

/** Waits until all have come this far. */
function meet(call: LocalCall, phase: number): Steps<void> {
  call.tell(PROGRESS, phase)
  return call.reached(0, call.size, PROGRESS, phase)
}
