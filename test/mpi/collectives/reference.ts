import { bytesOf, type TypedArray } from '../../../src/memory/bytes.ts'
import type { Op } from '../../../src/mpi/index.ts'
import type { ArrayType, Data } from './setting.ts'

/** The bytes of a reduction's result, combined by one process: neighbours first, then neighbouring pairs, and so on. */
export function combined(data: Data, size: number, type: ArrayType, length: number, op: Op): Uint8Array {
  let level: TypedArray[] = Array.from({ length: size }, (_, rank) => data.array(rank, type, length))
  while (level.length > 1) {
    const next: TypedArray[] = []
    for (let i = 0; i < level.length; i += 2) {
      if (i + 1 < level.length) op.apply(level[i + 1], level[i])
      next.push(level[Math.min(i + 1, level.length - 1)])
    }
    level = next
  }
  return bytesOf(level[0])
}

/** The bytes of what a scan gives rank `rank`: its elements combined with those of all ranks before it, from 0 on. */
export function prefix(data: Data, rank: number, type: ArrayType, length: number, op: Op): Uint8Array {
  let result = data.array(0, type, length)
  for (let next = 1; next <= rank; next++) {
    const own = data.array(next, type, length)
    op.apply(own, result)
    result = own
  }
  return bytesOf(result)
}

/** Two by two matrices of integers, one after the other; their product is associative and not commutative. */
export const MATRIX_PRODUCT: Op = {
  name: 'matrix product',
  commutative: false,
  apply(inout, operand) {
    for (let i = 0; i < inout.length; i += 4) {
      const [a, b, c, d] = operand.subarray(i, i + 4) as Int32Array
      const [e, f, g, h] = inout.subarray(i, i + 4) as Int32Array
      inout[i] = Math.imul(a, e) + Math.imul(b, g)
      inout[i + 1] = Math.imul(a, f) + Math.imul(b, h)
      inout[i + 2] = Math.imul(c, e) + Math.imul(d, g)
      inout[i + 3] = Math.imul(c, f) + Math.imul(d, h)
    }
  },
}

export function matrices(data: Data, rank: number, count: number): Int32Array {
  return data.array(rank, Int32Array, 4 * count) as Int32Array
}
