import { CrossmemError, CrossmemRangeError } from '../errors.ts'
import type { TypedArray, TypedArrayConstructor } from '../memory/bytes.ts'
import { reductionOf } from '../mpi/datatype/reduction.ts'
import type { Op } from '../mpi/op.ts'
import { checkCount, type Guest } from './guest.ts'
import { hex } from './memory.ts'

/** An operation, as a program's handle stands for it: one of the library's, or a function of the program. */
export interface GuestOp {
  readonly commutative: boolean
  /** What combines elements of a datatype. */
  for(datatype: number): Op
}

/** What is combined, by what. */
export interface Reduction {
  readonly array: TypedArray
  readonly op: Op
}

/**
 * Elements of the program's memory, as numbers for a reduction. Operations of the program's own take them as bytes.
 * @throws CrossmemTypeError ERR_OP_TYPE when there are no such numbers; CrossmemRangeError as {@link Guest.buffer}
 */
export function elements(guest: Guest, pointer: number, count: number, datatype: number, op: Op): TypedArray {
  const type = guest.committed(datatype)
  const bytes = guest.span(pointer, 0, checkCount(count) * type.extent)
  if (op.kernel === undefined) return bytes
  return arrayOn(bytes, reductionOf(op, type).array)
}

function arrayOn(bytes: Uint8Array<ArrayBuffer>, type: TypedArrayConstructor): TypedArray {
  const { buffer, byteOffset, length } = bytes
  if (type === Uint8Array) return bytes
  if (byteOffset % type.BYTES_PER_ELEMENT !== 0) {
    throw new CrossmemRangeError(
      'ERR_BUFFER',
      `the elements at pointer ${hex(byteOffset)} are not aligned to their size of ${type.BYTES_PER_ELEMENT} bytes`,
    )
  }
  return new type(buffer, byteOffset, length / type.BYTES_PER_ELEMENT)
}

/**
 * An operation that is a function of the program (MPI 4.1, 6.9.5).
 * @param pointer to it
 * @param large whether it takes its count as MPI_Count
 */
export function userOp(guest: Guest, pointer: number, commutative: boolean, large: boolean): GuestOp {
  const call = guest.callback(pointer)
  const made = new Map<number, Op>()
  return {
    commutative,
    for(datatype) {
      let op = made.get(datatype)
      if (op === undefined) {
        op = bytewise(guest, call, datatype, commutative, large)
        made.set(datatype, op)
      }
      return op
    },
  }
}

/** Before the operands: the count, and the datatype. */
const HEAD = 16

function bytewise(
  guest: Guest,
  call: (...args: number[]) => number,
  datatype: number,
  commutative: boolean,
  large: boolean,
): Op {
  const { memory } = guest
  const span = guest.datatypes.get(datatype).extent
  return {
    name: 'an operation of the program',
    commutative,
    elementwise: true,
    span,
    apply(inout, operand) {
      const { length } = operand as Uint8Array
      const scratch = guest.malloc(HEAD + 2 * length + HEAD)
      if (scratch === 0) {
        throw new CrossmemError(
          'ERR_GUEST_MEMORY',
          `the program has no memory left for ${2 * length} bytes of operands`,
        )
      }
      try {
        memory.putInt(scratch, length / span)
        if (large) memory.putInt(scratch + 4, 0)
        memory.putInt(scratch + 8, datatype)
        const left = scratch + HEAD
        const right = left + Math.ceil(length / HEAD) * HEAD
        memory.bytes(left, length).set(operand as Uint8Array)
        const result = memory.bytes(right, length)
        result.set(inout as Uint8Array)
        call(left, right, scratch, scratch + 8)
        inout.set(result as never)
      } finally {
        guest.free(scratch)
      }
    },
  }
}
