import { elementwise } from './elementwise.ts'
import type { Op } from './op.ts'

/**
 * The least value, and where it is (MPI 4.1, chapter 6.9.4): of pairs that lie one behind the other, value and index, in an
 * array of any type, the one with the lesser value; of equal values the one with the lower index. Where one value is NaN,
 * it is the pair of the higher ranks, as in {@link MIN}.
 * @example
 * const [least, rank] = world.allreduce(Float64Array.of(Math.sin(world.rank), world.rank), { op: MINLOC })
 * console.log(`${least} is the least, on rank ${rank}`)
 */
export const MINLOC: Op = elementwise(
  'MINLOC',
  {
    float(inout, operand) {
      for (let i = 0; i < inout.length; i += 2) {
        const isLess = operand[i] < inout[i] || (operand[i] === inout[i] && operand[i + 1] < inout[i + 1])
        if (isLess) {
          inout[i] = operand[i]
          inout[i + 1] = operand[i + 1]
        }
      }
    },
    int(inout, operand) {
      for (let i = 0; i < inout.length; i += 2) {
        const isLess = operand[i] < inout[i] || (operand[i] === inout[i] && operand[i + 1] < inout[i + 1])
        if (isLess) {
          inout[i] = operand[i]
          inout[i + 1] = operand[i + 1]
        }
      }
    },
    big(inout, operand) {
      for (let i = 0; i < inout.length; i += 2) {
        const isLess = operand[i] < inout[i] || (operand[i] === inout[i] && operand[i + 1] < inout[i + 1])
        if (isLess) {
          inout[i] = operand[i]
          inout[i + 1] = operand[i + 1]
        }
      }
    },
  },
  2,
)

/** The greatest value, and where it is; of equal values the lower index. See {@link MINLOC}. */
export const MAXLOC: Op = elementwise(
  'MAXLOC',
  {
    float(inout, operand) {
      for (let i = 0; i < inout.length; i += 2) {
        const isGreater = operand[i] > inout[i] || (operand[i] === inout[i] && operand[i + 1] < inout[i + 1])
        if (isGreater) {
          inout[i] = operand[i]
          inout[i + 1] = operand[i + 1]
        }
      }
    },
    int(inout, operand) {
      for (let i = 0; i < inout.length; i += 2) {
        const isGreater = operand[i] > inout[i] || (operand[i] === inout[i] && operand[i + 1] < inout[i + 1])
        if (isGreater) {
          inout[i] = operand[i]
          inout[i + 1] = operand[i + 1]
        }
      }
    },
    big(inout, operand) {
      for (let i = 0; i < inout.length; i += 2) {
        const isGreater = operand[i] > inout[i] || (operand[i] === inout[i] && operand[i + 1] < inout[i + 1])
        if (isGreater) {
          inout[i] = operand[i]
          inout[i + 1] = operand[i + 1]
        }
      }
    },
  },
  2,
)
