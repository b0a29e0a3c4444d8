import { bytesOf } from '../../../memory/bytes.ts'
import { CHUNK, Fold } from './fold.ts'
import type { LocalCall } from './local-call.ts'
import type { Operands } from './operands.ts'
import { type Reduction, unitOf } from './reduction.ts'

const CACHE_LINE = 64

/** The share of a reduction that one rank does: the same bytes of all operands, whose result it puts where it belongs. */
export class Slice {
  /** How many bytes of the operands are there at a time. */
  readonly piece: number
  private readonly call: LocalCall
  private readonly what: Reduction
  private readonly operands: Operands
  private readonly fold: Fold
  private readonly unit: number
  private readonly step: number
  /** With `parts`: this rank's part, which nobody else puts there. */
  private readonly part: Uint8Array | null
  /** Where that really belongs, if the others still read there. */
  private readonly later: Uint8Array | null

  constructor(call: LocalCall, what: Reduction, operands: Operands) {
    const { op, operand, receivers, into } = what
    this.call = call
    this.what = what
    this.operands = operands
    this.fold = new Fold(call.view, op, operand, call.size)
    this.unit = unitOf(what)
    this.step = CHUNK - (CHUNK % this.unit)
    this.piece = operands.piece - (operands.piece % this.unit)
    const result = receivers === 'parts' && into !== null ? bytesOf(into) : null
    const inPlace = result !== null && result.buffer === operand.buffer
    this.later = inPlace ? result : null
    this.part = inPlace ? new Uint8Array(result.length) : result
  }

  /** Combines this rank's share of the bytes from `begin` up to `end`, which are a piece. */
  combine(begin: number, end: number): void {
    const { receivers, begins } = this.what
    const { rank } = this.call
    if (this.part !== null) {
      this.each(Math.max(begin, begins[rank]), Math.min(end, begins[rank + 1]), begin)
      return
    }
    const [from, until] = this.share(begin, end)
    if (receivers === 'prefix' || receivers === 'before') this.inRow(from, until, begin)
    else this.each(from, until, begin)
  }

  /** Nobody reads the operands any more. */
  settle(): void {
    this.later?.set(this.part!)
  }

  /** Cuts at the borders of cache lines, so that no two ranks write to the same one. */
  private share(begin: number, end: number): [number, number] {
    const { rank, size } = this.call
    const grain = Math.max(CACHE_LINE - (CACHE_LINE % this.unit), this.unit)
    const share = Math.ceil((end - begin) / size / grain) * grain
    return [Math.min(begin + rank * share, end), Math.min(begin + (rank + 1) * share, end)]
  }

  private each(from: number, until: number, begin: number): void {
    const { call, operands, fold, part, step } = this
    const { rank, size } = call
    for (let at = from; at < until; at += step) {
      const length = Math.min(step, until - at)
      for (let member = 0; member < size; member++) fold.places[member] = operands.place(member, at, length, begin)
      if (part !== null) {
        call.read(fold.run(call.view.lap, length), part, at - this.what.begins[rank], length)
        continue
      }
      const own = operands.receives(rank) ? operands.resultPlace(rank, at, length, begin) : -1
      const result = fold.run(own < 0 ? call.view.lap : own, length)
      for (let member = 0; member < size; member++) {
        if (operands.receives(member)) operands.give(member, at, length, begin, result)
      }
    }
  }

  /** Every rank gets what the ranks up to it have, combined, or those before it. */
  private inRow(from: number, until: number, begin: number): void {
    const { call, operands, fold, step } = this
    const itself = this.what.receivers === 'prefix' ? 0 : 1
    for (let at = from; at < until; at += step) {
      const length = Math.min(step, until - at)
      for (let member = 0; member < call.size; member++) fold.places[member] = operands.place(member, at, length, begin)
      let result = fold.places[0]
      for (let member = 0; member < call.size; member++) {
        const before = result
        if (member > 0) result = fold.next(before, member, length)
        if (operands.receives(member) && member >= itself) {
          operands.give(member, at, length, begin, itself === 0 ? result : before)
        }
      }
    }
  }
}
