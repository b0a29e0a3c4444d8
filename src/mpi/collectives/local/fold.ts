import type { TypedArray, TypedArrayConstructor } from '../../../memory/bytes.ts'
import type { SharedView } from '../../../transport/shared-view.ts'
import { typeOf } from '../../element-types.ts'
import type { Op } from '../../op.ts'
import { kernelCombines, type ReduceKernel, reduceKernel } from '../../reduce-kernel.ts'
import { numericTypeOf } from '../operand.ts'

/** How many bytes of each operand are combined at a time: those of a few ranks and the results stay in the first-level cache. */
export const CHUNK = 8 * 1024

const kernels = new WeakMap<SharedView, ReduceKernel>()

/**
 * Combines operands that lie on the workbench, in the order of ranks: neighbours first, then pairs, then fours, as if along the tree of
 * tree.ts. So the result has the same bits as by messages, whoever combines.
 */
export class Fold {
  /** Where each operand is. */
  readonly places: number[]
  private readonly view: SharedView
  private readonly op: Op
  private readonly type: number
  private readonly constructorOf: TypedArrayConstructor
  private readonly bytesPerElement: number
  private readonly kernel: ReduceKernel | null

  /** @param operand an array of the operands' type */
  constructor(view: SharedView, op: Op, operand: TypedArray, size: number) {
    this.view = view
    this.op = op
    this.type = typeOf(operand)
    this.constructorOf = numericTypeOf(operand)
    this.bytesPerElement = operand.BYTES_PER_ELEMENT * (op.span ?? 1)
    this.kernel = kernelCombines(op, this.type) ? kernelOf(view) : null
    this.places = new Array(size).fill(0)
  }

  /** Whether it can be used for other operands. */
  fits(view: SharedView, op: Op, type: number, size: number): boolean {
    return this.op === op && this.type === type && this.places.length === size && this.view === view
  }

  /**
   * Combines all operands, at most CHUNK bytes of each.
   * @param into where the result may be put; an operand's place is fine
   * @returns where the result is: there, or an operand's place when it is the only one
   */
  run(into: number, bytes: number): number {
    return this.combine(into, 0, this.places.length, bytes, 1)
  }

  /** Combines the first operand with the second, the result with the third, and so on up to `end`. @returns where the result is */
  inRow(end: number, bytes: number): number {
    let result = this.places[0]
    for (let member = 1; member < end; member++) result = this.next(result, member, bytes)
    return result
  }

  /** Combines what came out before with one operand more. @returns where the result is, until the one after the next */
  next(before: number, member: number, bytes: number): number {
    const into = this.view.lap + (member % 2 === 0 ? 1 : 2) * CHUNK
    this.pair(into, before, this.places[member], bytes)
    return into
  }

  /** `into = left op right`; into may be either of them. */
  pair(into: number, left: number, right: number, bytes: number): void {
    const { kernel, op, type } = this
    const count = bytes / this.bytesPerElement
    if (kernel !== null) {
      kernel.combine(op.kernel as number, type, into, left, right, count)
      return
    }
    // The user's function leaves its result where the right operand was, which is not to be changed.
    const { u8, lap } = this.view
    u8.copyWithin(lap, right, right + bytes)
    op.apply(this.array(lap, bytes), this.array(left, bytes))
    u8.copyWithin(into, lap, lap + bytes)
  }

  /** @param depth of the tree above, each with a chunk of the lap for its left half */
  private combine(into: number, begin: number, end: number, bytes: number, depth: number): number {
    const { places, kernel } = this
    const size = end - begin
    if (size === 1) return places[begin]
    if (size === 4 && kernel !== null) {
      const [a, b, c, d] = [places[begin], places[begin + 1], places[begin + 2], places[begin + 3]]
      kernel.combine4(this.op.kernel as number, this.type, into, a, b, c, d, bytes / this.bytesPerElement)
      return into
    }
    const middle = begin + 2 ** (31 - Math.clz32(size - 1))
    const spare = this.view.lap + 2 * depth * CHUNK
    const left = this.combine(spare, begin, middle, bytes, depth + 1)
    const right = this.combine(spare + CHUNK, middle, end, bytes, depth + 1)
    this.pair(into, left, right, bytes)
    return into
  }

  private array(place: number, bytes: number): TypedArray {
    return new this.constructorOf(this.view.u8.buffer, place, bytes / this.constructorOf.BYTES_PER_ELEMENT)
  }
}

function kernelOf(view: SharedView): ReduceKernel {
  let kernel = kernels.get(view)
  if (kernel === undefined) {
    kernel = reduceKernel((code) => view.kernel(code))
    kernels.set(view, kernel)
  }
  return kernel
}
