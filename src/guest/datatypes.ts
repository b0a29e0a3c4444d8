import type { TypedArrayConstructor } from '../memory/bytes.ts'
import { predefinedDatatypes } from './abi/datatypes.ts'

/** What a C datatype handle stands for. */
export interface GuestDatatype {
  readonly name: string
  /** Bytes of content. */
  readonly size: number
  /** Bytes from one element to the next. */
  readonly extent: number
  /** The arrays that a reduction combines; null for what JavaScript has no numbers for. */
  readonly array: TypedArrayConstructor | null
}

const SIGNED = { 1: Int8Array, 2: Int16Array, 4: Int32Array, 8: BigInt64Array }
const UNSIGNED = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: BigUint64Array }
const ARRAYS: Record<string, Record<number, TypedArrayConstructor>> = {
  signed: SIGNED,
  unsigned: UNSIGNED,
  float: { 4: Float32Array, 8: Float64Array },
  logical: SIGNED,
  character: SIGNED,
  byte: { 1: Uint8Array },
}

/** The predefined datatypes, by handle. */
export const basicDatatypes: ReadonlyMap<number, GuestDatatype> = new Map(
  predefinedDatatypes.map(({ handle, name, kind, size, extent }) => [
    handle,
    { name, size, extent, array: ARRAYS[kind]?.[size] ?? null },
  ]),
)
