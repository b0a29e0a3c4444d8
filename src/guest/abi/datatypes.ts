import type { Kind } from '../../mpi/datatype/basic.ts'

/**
 * The predefined datatypes: their handles (MPI 5.0's standard ABI), and what they are on wasm32, where `long`, pointers
 * and `wchar_t` have 4 bytes and `long double` has 16 (IEEE binary128).
 */

export const MPI_DATATYPE_NULL = 0x200
export const MPI_AINT = 0x201
export const MPI_COUNT = 0x202
export const MPI_OFFSET = 0x203
export const MPI_PACKED = 0x207
export const MPI_SHORT = 0x208
export const MPI_INT = 0x209
export const MPI_LONG = 0x20a
export const MPI_LONG_LONG = 0x20b
export const MPI_UNSIGNED_SHORT = 0x20c
export const MPI_UNSIGNED = 0x20d
export const MPI_UNSIGNED_LONG = 0x20e
export const MPI_UNSIGNED_LONG_LONG = 0x20f
export const MPI_FLOAT = 0x210
export const MPI_C_FLOAT_COMPLEX = 0x212
export const MPI_CXX_FLOAT_COMPLEX = 0x213
export const MPI_DOUBLE = 0x214
export const MPI_C_DOUBLE_COMPLEX = 0x216
export const MPI_CXX_DOUBLE_COMPLEX = 0x217
export const MPI_LOGICAL = 0x218
export const MPI_INTEGER = 0x219
export const MPI_REAL = 0x21a
export const MPI_COMPLEX = 0x21b
export const MPI_DOUBLE_PRECISION = 0x21c
export const MPI_DOUBLE_COMPLEX = 0x21d
export const MPI_CHARACTER = 0x21e
export const MPI_LONG_DOUBLE = 0x220
export const MPI_C_LONG_DOUBLE_COMPLEX = 0x224
export const MPI_CXX_LONG_DOUBLE_COMPLEX = 0x225
export const MPI_FLOAT_INT = 0x228
export const MPI_DOUBLE_INT = 0x229
export const MPI_LONG_INT = 0x22a
export const MPI_2INT = 0x22b
export const MPI_SHORT_INT = 0x22c
export const MPI_LONG_DOUBLE_INT = 0x22d
export const MPI_2REAL = 0x230
export const MPI_2DOUBLE_PRECISION = 0x231
export const MPI_2INTEGER = 0x232
export const MPI_C_BOOL = 0x238
export const MPI_CXX_BOOL = 0x239
export const MPI_WCHAR = 0x23c
export const MPI_INT8_T = 0x240
export const MPI_UINT8_T = 0x241
export const MPI_CHAR = 0x243
export const MPI_SIGNED_CHAR = 0x244
export const MPI_UNSIGNED_CHAR = 0x245
export const MPI_BYTE = 0x247
export const MPI_INT16_T = 0x248
export const MPI_UINT16_T = 0x249
export const MPI_INT32_T = 0x250
export const MPI_UINT32_T = 0x251
export const MPI_INT64_T = 0x258
export const MPI_UINT64_T = 0x259
export const MPI_LOGICAL1 = 0x2c0
export const MPI_INTEGER1 = 0x2c1
export const MPI_LOGICAL2 = 0x2c8
export const MPI_INTEGER2 = 0x2c9
export const MPI_REAL2 = 0x2ca
export const MPI_LOGICAL4 = 0x2d0
export const MPI_INTEGER4 = 0x2d1
export const MPI_REAL4 = 0x2d2
export const MPI_COMPLEX4 = 0x2d3
export const MPI_LOGICAL8 = 0x2d8
export const MPI_INTEGER8 = 0x2d9
export const MPI_REAL8 = 0x2da
export const MPI_COMPLEX8 = 0x2db
export const MPI_LOGICAL16 = 0x2e0
export const MPI_INTEGER16 = 0x2e1
export const MPI_REAL16 = 0x2e2
export const MPI_COMPLEX16 = 0x2e3
export const MPI_COMPLEX32 = 0x2eb

/** Other names of the same datatypes. */
export const MPI_LONG_LONG_INT = MPI_LONG_LONG
export const MPI_C_COMPLEX = MPI_C_FLOAT_COMPLEX

/** What an element's bytes mean, as far as a reduction has to know (MPI 4.1, 6.9.2). */
export type ElementKind = Kind | 'pair'

export interface PredefinedDatatype {
  readonly handle: number
  /** What MPI_Type_get_name says. */
  readonly name: string
  readonly kind: ElementKind
  /** Bytes of content. */
  readonly size: number
  /** From one element to the next, in bytes: more than the size where a pair has gaps. */
  readonly extent: number
  /** Of a pair: the datatypes of its value and of its index, which lies at the first multiple of the index's size after the value. */
  readonly parts?: readonly [value: number, index: number]
}

function basic(kind: ElementKind, size: number, handle: number, name: string): PredefinedDatatype {
  return { handle, name, kind, size, extent: size }
}

function pair(handle: number, name: string, size: number, extent: number, parts: [number, number]): PredefinedDatatype {
  return { handle, name, kind: 'pair', size, extent, parts }
}

/** All of them but MPI_DATATYPE_NULL. */
export const predefinedDatatypes: readonly PredefinedDatatype[] = [
  basic('signed', 4, MPI_AINT, 'MPI_AINT'),
  basic('signed', 8, MPI_COUNT, 'MPI_COUNT'),
  basic('signed', 8, MPI_OFFSET, 'MPI_OFFSET'),
  basic('packed', 1, MPI_PACKED, 'MPI_PACKED'),
  basic('signed', 2, MPI_SHORT, 'MPI_SHORT'),
  basic('signed', 4, MPI_INT, 'MPI_INT'),
  basic('signed', 4, MPI_LONG, 'MPI_LONG'),
  basic('signed', 8, MPI_LONG_LONG, 'MPI_LONG_LONG'),
  basic('unsigned', 2, MPI_UNSIGNED_SHORT, 'MPI_UNSIGNED_SHORT'),
  basic('unsigned', 4, MPI_UNSIGNED, 'MPI_UNSIGNED'),
  basic('unsigned', 4, MPI_UNSIGNED_LONG, 'MPI_UNSIGNED_LONG'),
  basic('unsigned', 8, MPI_UNSIGNED_LONG_LONG, 'MPI_UNSIGNED_LONG_LONG'),
  basic('float', 4, MPI_FLOAT, 'MPI_FLOAT'),
  basic('complex', 8, MPI_C_FLOAT_COMPLEX, 'MPI_C_FLOAT_COMPLEX'),
  basic('complex', 8, MPI_CXX_FLOAT_COMPLEX, 'MPI_CXX_FLOAT_COMPLEX'),
  basic('float', 8, MPI_DOUBLE, 'MPI_DOUBLE'),
  basic('complex', 16, MPI_C_DOUBLE_COMPLEX, 'MPI_C_DOUBLE_COMPLEX'),
  basic('complex', 16, MPI_CXX_DOUBLE_COMPLEX, 'MPI_CXX_DOUBLE_COMPLEX'),
  basic('logical', 4, MPI_LOGICAL, 'MPI_LOGICAL'),
  basic('signed', 4, MPI_INTEGER, 'MPI_INTEGER'),
  basic('float', 4, MPI_REAL, 'MPI_REAL'),
  basic('complex', 8, MPI_COMPLEX, 'MPI_COMPLEX'),
  basic('float', 8, MPI_DOUBLE_PRECISION, 'MPI_DOUBLE_PRECISION'),
  basic('complex', 16, MPI_DOUBLE_COMPLEX, 'MPI_DOUBLE_COMPLEX'),
  basic('character', 1, MPI_CHARACTER, 'MPI_CHARACTER'),
  basic('float', 16, MPI_LONG_DOUBLE, 'MPI_LONG_DOUBLE'),
  basic('complex', 32, MPI_C_LONG_DOUBLE_COMPLEX, 'MPI_C_LONG_DOUBLE_COMPLEX'),
  basic('complex', 32, MPI_CXX_LONG_DOUBLE_COMPLEX, 'MPI_CXX_LONG_DOUBLE_COMPLEX'),
  pair(MPI_FLOAT_INT, 'MPI_FLOAT_INT', 8, 8, [MPI_FLOAT, MPI_INT]),
  pair(MPI_DOUBLE_INT, 'MPI_DOUBLE_INT', 12, 16, [MPI_DOUBLE, MPI_INT]),
  pair(MPI_LONG_INT, 'MPI_LONG_INT', 8, 8, [MPI_LONG, MPI_INT]),
  pair(MPI_2INT, 'MPI_2INT', 8, 8, [MPI_INT, MPI_INT]),
  pair(MPI_SHORT_INT, 'MPI_SHORT_INT', 6, 8, [MPI_SHORT, MPI_INT]),
  pair(MPI_LONG_DOUBLE_INT, 'MPI_LONG_DOUBLE_INT', 20, 32, [MPI_LONG_DOUBLE, MPI_INT]),
  pair(MPI_2REAL, 'MPI_2REAL', 8, 8, [MPI_REAL, MPI_REAL]),
  pair(MPI_2DOUBLE_PRECISION, 'MPI_2DOUBLE_PRECISION', 16, 16, [MPI_DOUBLE_PRECISION, MPI_DOUBLE_PRECISION]),
  pair(MPI_2INTEGER, 'MPI_2INTEGER', 8, 8, [MPI_INTEGER, MPI_INTEGER]),
  basic('logical', 1, MPI_C_BOOL, 'MPI_C_BOOL'),
  basic('logical', 1, MPI_CXX_BOOL, 'MPI_CXX_BOOL'),
  basic('character', 4, MPI_WCHAR, 'MPI_WCHAR'),
  basic('signed', 1, MPI_INT8_T, 'MPI_INT8_T'),
  basic('unsigned', 1, MPI_UINT8_T, 'MPI_UINT8_T'),
  basic('character', 1, MPI_CHAR, 'MPI_CHAR'),
  basic('signed', 1, MPI_SIGNED_CHAR, 'MPI_SIGNED_CHAR'),
  basic('unsigned', 1, MPI_UNSIGNED_CHAR, 'MPI_UNSIGNED_CHAR'),
  basic('byte', 1, MPI_BYTE, 'MPI_BYTE'),
  basic('signed', 2, MPI_INT16_T, 'MPI_INT16_T'),
  basic('unsigned', 2, MPI_UINT16_T, 'MPI_UINT16_T'),
  basic('signed', 4, MPI_INT32_T, 'MPI_INT32_T'),
  basic('unsigned', 4, MPI_UINT32_T, 'MPI_UINT32_T'),
  basic('signed', 8, MPI_INT64_T, 'MPI_INT64_T'),
  basic('unsigned', 8, MPI_UINT64_T, 'MPI_UINT64_T'),
  basic('logical', 1, MPI_LOGICAL1, 'MPI_LOGICAL1'),
  basic('signed', 1, MPI_INTEGER1, 'MPI_INTEGER1'),
  basic('logical', 2, MPI_LOGICAL2, 'MPI_LOGICAL2'),
  basic('signed', 2, MPI_INTEGER2, 'MPI_INTEGER2'),
  basic('float', 2, MPI_REAL2, 'MPI_REAL2'),
  basic('logical', 4, MPI_LOGICAL4, 'MPI_LOGICAL4'),
  basic('signed', 4, MPI_INTEGER4, 'MPI_INTEGER4'),
  basic('float', 4, MPI_REAL4, 'MPI_REAL4'),
  basic('complex', 4, MPI_COMPLEX4, 'MPI_COMPLEX4'),
  basic('logical', 8, MPI_LOGICAL8, 'MPI_LOGICAL8'),
  basic('signed', 8, MPI_INTEGER8, 'MPI_INTEGER8'),
  basic('float', 8, MPI_REAL8, 'MPI_REAL8'),
  basic('complex', 8, MPI_COMPLEX8, 'MPI_COMPLEX8'),
  basic('logical', 16, MPI_LOGICAL16, 'MPI_LOGICAL16'),
  basic('signed', 16, MPI_INTEGER16, 'MPI_INTEGER16'),
  basic('float', 16, MPI_REAL16, 'MPI_REAL16'),
  basic('complex', 16, MPI_COMPLEX16, 'MPI_COMPLEX16'),
  basic('complex', 32, MPI_COMPLEX32, 'MPI_COMPLEX32'),
]
