import { bytesOf, type TypedArray } from '../../../memory/bytes.ts'
import { PROGRESS, TABLE_F64 } from '../../../transport/control-block.ts'
import { REDUCED } from '../../../transport/protocol.ts'
import { typeOf } from '../../element-types.ts'
import type { Op } from '../../op.ts'
import type { Steps } from '../steps.ts'
import { CHUNK, Fold } from './fold.ts'
import type { LocalCall } from './local-call.ts'
import { ONE, place } from './offer.ts'
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

/** All collectives that combine, on the operands where they lie. The op must be {@link isDivisible}. */
export function* reduction(call: LocalCall, collective: number, what: Reduction): Steps<void> {
  const { op, operand, root } = what
  const signature = signatureOf(collective, op, typeOf(operand))
  yield* call.enter(signature, root, extentOf(op, operand.length))
  call.view.traffic.count(REDUCED, operand.byteLength)
  if (operand.byteLength <= tuningFor(call.size).combineAll) yield* combineAll(call, what)
  else yield* combineSlices(call, what)
}

/** Short operands: who gets a result combines all of them for itself. */
function* combineAll(call: LocalCall, what: Reduction): Steps<void> {
  const { operand, op, into, receivers, begins } = what
  place(call, { parts: [bytesOf(operand)], how: ONE, type: typeOf(operand) })
  call.view.f64[(call.line >>> 3) + TABLE_F64] = NOWHERE
  call.publish()
  const inRow = receivers === 'prefix' || receivers === 'before'
  const end = inRow ? call.rank + (receivers === 'prefix' ? 1 : 0) : call.size
  if (into !== null && end > 0) {
    yield* call.arrived(0, end)
    const operands = new Operands(call, operand.byteLength, 0, end)
    const fold = new Fold(call.view, op, operand, end)
    const result = bytesOf(into)
    const from = receivers === 'parts' ? begins[call.rank] : 0
    const step = CHUNK - (CHUNK % unitOf(what))
    for (let at = 0; at < result.length; at += step) {
      const length = Math.min(step, result.length - at)
      for (let member = 0; member < end; member++) fold.places[member] = operands.place(member, from + at, length, 0)
      call.read(inRow ? fold.inRow(end, length) : fold.run(call.view.lap, length), result, at, length)
    }
  }
  call.leave()
}

/** Long operands: each rank combines a slice of all, and puts the result where everybody has it. */
function* combineSlices(call: LocalCall, what: Reduction): Steps<void> {
  const { byteLength } = what.operand
  const standIn = new StandIn(call, what)
  call.publish()
  yield* call.arrived(0, call.size)
  const operands = new Operands(call, byteLength, 0, call.size)
  const slice = new Slice(call, what, operands)
  const { piece } = slice
  let begin = 0
  for (let phase = 0; begin + piece < byteLength; begin += piece) {
    const end = begin + piece
    slice.combine(begin, end)
    yield* meet(call, ++phase)
    standIn.empty(begin, end)
    standIn.fill(end, Math.min(end + piece, byteLength))
    yield* meet(call, ++phase)
  }
  slice.combine(begin, byteLength)
  call.leave()
  yield* call.allLeft()
  standIn.empty(begin, byteLength)
  slice.settle()
  standIn.giveBack()
}

/** Waits until all have come this far. */
function meet(call: LocalCall, phase: number): Steps<void> {
  call.tell(PROGRESS, phase)
  return call.reached(0, call.size, PROGRESS, phase)
}
