// What reductions do with elements, as WebAssembly on the workbench's memory, where operands of all ranks lie as windows. See
// src/mpi/reduce-kernel.ts for the numbers of ops and types, and src/mpi/op.ts for what the ops mean.

import { Half } from './reduce/half'
import { loop } from './reduce/loop'
import {
  BitAnd,
  BitOr,
  BitXor,
  ClampedProduct,
  ClampedSum,
  Greatest,
  GreatestWithPlace,
  Least,
  LeastWithPlace,
  LogicalAnd,
  LogicalOr,
  LogicalXor,
  Product,
  Sum,
} from './reduce/ops'

// As src/mpi/reduce-kernel.ts numbers them.
const SUM: i32 = 0
const PROD: i32 = 1
const MIN: i32 = 2
const MAX: i32 = 3
const LAND: i32 = 4
const LOR: i32 = 5
const LXOR: i32 = 6
const BAND: i32 = 7
const BOR: i32 = 8
const BXOR: i32 = 9
const MINLOC: i32 = 10
const MAXLOC: i32 = 11
const REPLACE: i32 = 12

// As src/mpi/element-types.ts numbers them.
const UINT8: i32 = 0
const INT8: i32 = 1
const UINT8_CLAMPED: i32 = 2
const INT16: i32 = 3
const UINT16: i32 = 4
const INT32: i32 = 5
const UINT32: i32 = 6
const INT64: i32 = 7
const UINT64: i32 = 8
const FLOAT32: i32 = 9
const FLOAT64: i32 = 10
const FLOAT16: i32 = 11

/**
 * into[i] = left[i] op right[i]. `into` may be one of the operands, and must not overlap them in any other way.
 * @param count of elements; of pairs for MINLOC and MAXLOC
 */
export function combine(op: i32, type: i32, into: usize, left: usize, right: usize, count: usize): void {
  dispatch(op, type, into, left, right, 0, 0, count, false)
}

/** into[i] = (a[i] op b[i]) op (c[i] op d[i]), in one pass over the memory; else like {@link combine}. */
export function combine4(op: i32, type: i32, into: usize, a: usize, b: usize, c: usize, d: usize, count: usize): void {
  dispatch(op, type, into, a, b, c, d, count, true)
}

function dispatch(
  op: i32,
  type: i32,
  into: usize,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  count: usize,
  four: bool,
): void {
  const bytes = count << shiftOf(type)
  const isClamped = type === UINT8_CLAMPED
  switch (op) {
    case SUM:
      if (isClamped) loop<ClampedSum, u8>(into, a, b, c, d, bytes, four)
      else byType<Sum>(type, into, a, b, c, d, bytes, four)
      break
    case PROD:
      if (isClamped) loop<ClampedProduct, u8>(into, a, b, c, d, bytes, four)
      else byType<Product>(type, into, a, b, c, d, bytes, four)
      break
    case MIN:
      byType<Least>(type, into, a, b, c, d, bytes, four)
      break
    case MAX:
      byType<Greatest>(type, into, a, b, c, d, bytes, four)
      break
    case LAND:
      byType<LogicalAnd>(type, into, a, b, c, d, bytes, four)
      break
    case LOR:
      byType<LogicalOr>(type, into, a, b, c, d, bytes, four)
      break
    case LXOR:
      byType<LogicalXor>(type, into, a, b, c, d, bytes, four)
      break
    case BAND:
      loop<BitAnd, u8>(into, a, b, c, d, bytes, four)
      break
    case BOR:
      loop<BitOr, u8>(into, a, b, c, d, bytes, four)
      break
    case BXOR:
      loop<BitXor, u8>(into, a, b, c, d, bytes, four)
      break
    case MINLOC:
      byType<LeastWithPlace>(type, into, a, b, c, d, bytes << 1, four)
      break
    case MAXLOC:
      byType<GreatestWithPlace>(type, into, a, b, c, d, bytes << 1, four)
      break
    case REPLACE:
      memory.copy(into, four ? d : b, bytes)
      break
  }
}

/** By how many bits a number of elements is shifted to be one of bytes. */
function shiftOf(type: i32): usize {
  switch (type) {
    case INT16:
    case UINT16:
    case FLOAT16:
      return 1
    case INT32:
    case UINT32:
    case FLOAT32:
      return 2
    case INT64:
    case UINT64:
    case FLOAT64:
      return 3
    default:
      return 0
  }
}

function byType<O>(type: i32, into: usize, a: usize, b: usize, c: usize, d: usize, bytes: usize, four: bool): void {
  switch (type) {
    case UINT8:
    case UINT8_CLAMPED:
      loop<O, u8>(into, a, b, c, d, bytes, four)
      break
    case INT8:
      loop<O, i8>(into, a, b, c, d, bytes, four)
      break
    case INT16:
      loop<O, i16>(into, a, b, c, d, bytes, four)
      break
    case UINT16:
      loop<O, u16>(into, a, b, c, d, bytes, four)
      break
    case INT32:
      loop<O, i32>(into, a, b, c, d, bytes, four)
      break
    case UINT32:
      loop<O, u32>(into, a, b, c, d, bytes, four)
      break
    case INT64:
      loop<O, i64>(into, a, b, c, d, bytes, four)
      break
    case UINT64:
      loop<O, u64>(into, a, b, c, d, bytes, four)
      break
    case FLOAT32:
      loop<O, f32>(into, a, b, c, d, bytes, four)
      break
    case FLOAT64:
      loop<O, f64>(into, a, b, c, d, bytes, four)
      break
    case FLOAT16:
      loop<Half<O>, u16>(into, a, b, c, d, bytes, four)
      break
  }
}
