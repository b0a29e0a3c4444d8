import { halfToNumber, numberToHalf } from './half.ts'

/** How elements of one type lie in memory, at any alignment. */
export interface Codec {
  /** Of the typed array. */
  readonly name: string
  /** As typeOf numbers it. */
  readonly type: number
  readonly size: number
  readonly isFloat: boolean
  read(view: DataView, at: number): number | bigint
  /** Stores what is a number for floats, and an exact integer for integers, as an array of the type does. */
  write(view: DataView, at: number, value: number | bigint): void
}

const wrapped = (bits: number, x: number | bigint) => Number(BigInt.asUintN(bits, BigInt(x)))
const clamped = (x: bigint) => Number(x < 0n ? 0n : x > 255n ? 255n : x)

function integer(
  name: string,
  type: number,
  size: number,
  read: Codec['read'],
  write: (view: DataView, at: number, value: bigint) => void,
): Codec {
  return { name, type, size, isFloat: false, read, write: (view, at, value) => write(view, at, BigInt(value)) }
}

function float(
  name: string,
  type: number,
  size: number,
  read: Codec['read'],
  write: (view: DataView, at: number, value: number) => void,
): Codec {
  return { name, type, size, isFloat: true, read, write: (view, at, value) => write(view, at, Number(value)) }
}

export const CODECS: readonly Codec[] = [
  integer(
    'Uint8Array',
    0,
    1,
    (v, at) => v.getUint8(at),
    (v, at, x) => v.setUint8(at, wrapped(8, x)),
  ),
  integer(
    'Int8Array',
    1,
    1,
    (v, at) => v.getInt8(at),
    (v, at, x) => v.setUint8(at, wrapped(8, x)),
  ),
  integer(
    'Uint8ClampedArray',
    2,
    1,
    (v, at) => v.getUint8(at),
    (v, at, x) => v.setUint8(at, clamped(x)),
  ),
  integer(
    'Int16Array',
    3,
    2,
    (v, at) => v.getInt16(at, true),
    (v, at, x) => v.setUint16(at, wrapped(16, x), true),
  ),
  integer(
    'Uint16Array',
    4,
    2,
    (v, at) => v.getUint16(at, true),
    (v, at, x) => v.setUint16(at, wrapped(16, x), true),
  ),
  integer(
    'Int32Array',
    5,
    4,
    (v, at) => v.getInt32(at, true),
    (v, at, x) => v.setUint32(at, wrapped(32, x), true),
  ),
  integer(
    'Uint32Array',
    6,
    4,
    (v, at) => v.getUint32(at, true),
    (v, at, x) => v.setUint32(at, wrapped(32, x), true),
  ),
  integer(
    'BigInt64Array',
    7,
    8,
    (v, at) => v.getBigInt64(at, true),
    (v, at, x) => v.setBigInt64(at, x, true),
  ),
  integer(
    'BigUint64Array',
    8,
    8,
    (v, at) => v.getBigUint64(at, true),
    (v, at, x) => v.setBigUint64(at, x, true),
  ),
  float(
    'Float32Array',
    9,
    4,
    (v, at) => v.getFloat32(at, true),
    (v, at, x) => v.setFloat32(at, x, true),
  ),
  float(
    'Float64Array',
    10,
    8,
    (v, at) => v.getFloat64(at, true),
    (v, at, x) => v.setFloat64(at, x, true),
  ),
  float(
    'Float16Array',
    11,
    2,
    (v, at) => halfToNumber(v.getUint16(at, true)),
    (v, at, x) => v.setUint16(at, numberToHalf(x), true),
  ),
]
