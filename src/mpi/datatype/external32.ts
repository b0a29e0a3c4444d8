import type { Bytes } from '../../memory/bytes.ts'
import { checkCount } from './arguments.ts'
import type { Basic } from './basic.ts'
import { type Datatype, requireDatatype } from './datatype.ts'
import type { Layout } from './layout.ts'
import { pack, partOf, requireLayout, unpack } from './pack.ts'

/**
 * How many bytes `count` of a datatype take in the form external32 (MPI_Pack_external_size).
 * @throws CrossmemTypeError ERR_DATATYPE; CrossmemRangeError ERR_COUNTS
 */
export function packExternalSize(type: Datatype, count: number): number {
  requireDatatype('packExternalSize', type)
  checkCount('packExternalSize', 'count', count)
  return externalSize(type) * count
}

/**
 * As pack, in the form external32 (MPI_Pack_external; MPI 4.1, 14.5.2): big-endian, with sizes that are the same everywhere.
 * @returns the position behind it
 * @throws CrossmemRangeError ERR_BOUNDS when there is no room; CrossmemTypeError ERR_NOT_BYTES, ERR_DATATYPE
 */
export function packExternal(data: Layout, into: Bytes, position = 0): number {
  const { datatype, count, bytes } = requireLayout('packExternal', data)
  const external = partOf('packExternal', into, position, externalSize(datatype) * count)
  const native = new Uint8Array(bytes)
  pack(data, native)
  convert(datatype, count, native, external, toExternal)
  return position + external.length
}

/**
 * The reverse of {@link packExternal} (MPI_Unpack_external).
 * @returns the position behind it
 * @throws as packExternal
 */
export function unpackExternal(from: Bytes, data: Layout, position = 0): number {
  const { datatype, count, bytes } = requireLayout('unpackExternal', data)
  const external = partOf('unpackExternal', from, position, externalSize(datatype) * count)
  const native = new Uint8Array(bytes)
  convert(datatype, count, native, external, toNative)
  unpack(native, data)
  return position + external.length
}

function externalSize({ signature }: Datatype): number {
  let size = 0
  signature.each((basic, count) => {
    size += basic.externalSize * count
  })
  return size
}

/** Converts one number of `size` bytes here and `width` there. */
type Convert = (
  native: Uint8Array,
  at: number,
  size: number,
  external: Uint8Array,
  to: number,
  width: number,
  signed: boolean,
) => void

/** Converts element by element; a complex number is two of them. */
function convert(type: Datatype, count: number, native: Uint8Array, external: Uint8Array, one: Convert): void {
  let at = 0
  let to = 0
  const visit = ({ kind, size, externalSize }: Basic, elements: number) => {
    const parts = kind === 'complex' ? 2 : 1
    const [length, width] = [size / parts, externalSize / parts]
    for (let i = 0; i < elements * parts; i++) {
      one(native, at, length, external, to, width, kind === 'signed')
      at += length
      to += width
    }
  }
  for (let i = 0; i < count; i++) type.signature.each(visit)
}

const toExternal: Convert = (native, at, size, external, to, width, signed) => {
  const rest = signed && native[at + size - 1] >= 0x80 ? 0xff : 0
  for (let i = 0; i < width; i++) external[to + width - 1 - i] = i < size ? native[at + i] : rest
}

const toNative: Convert = (native, at, size, external, to, width, signed) => {
  const rest = signed && external[to] >= 0x80 ? 0xff : 0
  for (let i = 0; i < size; i++) native[at + i] = i < width ? external[to + width - 1 - i] : rest
}
