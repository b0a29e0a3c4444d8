import { CrossmemRangeError, CrossmemTypeError } from '../errors.ts'
import type { TypedArray } from '../memory/bytes.ts'
import type { Op } from './op.ts'
import { type KernelOpName, kernelCode } from './reduce-kernel.ts'

/**
 * The loops of one op.
 *
 * They look alike, and there are three of each on purpose: V8 remembers for each loop in the source which types of array it has
 * seen. With one or two it becomes plain machine code; from five on it was measured some 40 times slower, for the rest of
 * the process's life. Types without a loop of their own are widened to one that has.
 */
export interface Loops {
  float?(inout: Float32Array | Float64Array, operand: Float32Array | Float64Array): void
  int(inout: Int32Array | Uint32Array, operand: Int32Array | Uint32Array): void
  big(inout: BigInt64Array | BigUint64Array, operand: BigInt64Array | BigUint64Array): void
}

/** How many elements are widened at once: few enough to stay in the first-level cache. */
const CHUNK = 1024

/**
 * A built-in op of {@link Loops}, for arrays of every type that they can do.
 * @param span how many neighbouring elements belong together
 */
export function elementwise(name: KernelOpName, loops: Loops, span = 1, commutative = true): Op {
  const op: Op = {
    name,
    commutative,
    elementwise: true,
    span,
    accepts: (operand) => loopFor(loops, operand) !== undefined,
    apply(inout, operand) {
      const type = inout[Symbol.toStringTag]
      if (operand[Symbol.toStringTag] !== type) {
        throw new CrossmemTypeError(
          'ERR_TYPES',
          `${name} combines arrays of one type, not ${type} and ${operand[Symbol.toStringTag]}`,
        )
      }
      if (operand.length !== inout.length) {
        throw new CrossmemRangeError(
          'ERR_LENGTH',
          `${name} combines arrays of one length, not of ${inout.length} and ${operand.length} elements`,
        )
      }
      checkSpan(name, span, inout)
      const loop = loopFor(loops, inout)
      if (loop === undefined) throw unfit(name, type)
      loop(inout, operand)
    },
  }
  // Not enumerable: an op that a program makes of a copy, with another function, has no such loop.
  return Object.defineProperty(op, 'kernel', { value: kernelCode(name) })
}

/** The error for an op that does not accept an array. */
export function unfit(name: string, type: string): CrossmemTypeError {
  return new CrossmemTypeError('ERR_OP_TYPE', `${name} cannot combine ${type}: use another op, or an array of integers`)
}

/** @throws CrossmemRangeError ERR_LENGTH for a fraction of the elements that belong together */
export function checkSpan(name: string, span: number, { length }: TypedArray): void {
  if (length % span !== 0) {
    throw new CrossmemRangeError(
      'ERR_LENGTH',
      `${name} combines groups of ${span} elements, and ${length} elements are no whole number of these`,
    )
  }
}

type Loop = (inout: TypedArray, operand: TypedArray) => void

function loopFor(loops: Loops, array: TypedArray): Loop | undefined {
  switch (array[Symbol.toStringTag] as string) {
    case 'Float64Array':
    case 'Float32Array':
      return loops.float as Loop | undefined
    case 'Int32Array':
    case 'Uint32Array':
      return loops.int as Loop
    case 'BigInt64Array':
    case 'BigUint64Array':
      return loops.big as Loop
    case 'Float16Array':
      return loops.float && widened(loops.float as Loop, Float64Array)
    default:
      return widened(loops.int as Loop, Int32Array)
  }
}

/** A loop for narrower elements. Storing them back wraps, clamps or rounds, as storing one by one would. */
function widened(loop: Loop, Wide: typeof Int32Array | typeof Float64Array): Loop {
  return (inout, operand) => {
    const left = new Wide(Math.min(CHUNK, inout.length))
    const right = new Wide(left.length)
    for (let at = 0; at < inout.length; at += CHUNK) {
      const part = inout.subarray(at, at + CHUNK) as Uint8Array
      right.set(part)
      left.set(operand.subarray(at, at + CHUNK) as Uint8Array)
      loop(right, left)
      part.set(right.subarray(0, part.length))
    }
  }
}
