import { CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'
import { type Bytes, bytesOf, kindOf } from '../../memory/bytes.ts'
import { checkCount } from './arguments.ts'
import { type Datatype, requireDatatype } from './datatype.ts'
import { Layout } from './layout.ts'

/**
 * How many bytes `count` of a datatype take when they are packed (MPI_Pack_size).
 * @throws CrossmemTypeError ERR_DATATYPE; CrossmemRangeError ERR_COUNTS
 */
export function packSize(type: Datatype, count: number): number {
  requireDatatype('packSize', type)
  checkCount('packSize', 'count', count)
  return type.size * count
}

/**
 * Copies data to byte `position` of a buffer, in one piece (MPI_Pack).
 * @returns the position behind them
 * @throws CrossmemRangeError ERR_BOUNDS when there is no room; CrossmemTypeError ERR_NOT_BYTES, ERR_DATATYPE
 * @example
 * const matrix = new Float64Array(6).map((_, i) => i)
 * const column = vector(3, 1, 2, FLOAT64)
 * const packed = new Float64Array(3)
 * pack(column.of(matrix, { offset: 1 }), packed)
 * console.log(packed) // 1, 3, 5
 */
export function pack(data: Layout, into: Bytes, position = 0): number {
  const { content } = requireLayout('pack', data)
  const part = partOf('pack', into, position, data.bytes)
  if (content instanceof Uint8Array) part.set(content)
  else content.gather(0, part)
  return position + part.length
}

/**
 * Copies what {@link pack} has put at byte `position` of a buffer to where it belongs (MPI_Unpack).
 * @returns the position behind it
 * @throws as {@link pack}
 */
export function unpack(from: Bytes, data: Layout, position = 0): number {
  const { content } = requireLayout('unpack', data)
  const part = partOf('unpack', from, position, data.bytes)
  if (content instanceof Uint8Array) content.set(part)
  else content.scatter(0, part)
  return position + part.length
}

/** @throws CrossmemTypeError ERR_DATATYPE for what no datatype's of() has made */
export function requireLayout(call: string, data: unknown): Layout {
  if (data instanceof Layout) return data
  throw new CrossmemTypeError(
    'ERR_DATATYPE',
    `${call} takes data of a datatype, as column.of(matrix), not ${kindOf(data)}`,
  )
}

/** @throws CrossmemRangeError ERR_BOUNDS */
export function partOf(call: string, buffer: Bytes, position: number, length: number): Uint8Array {
  const bytes = bytesOf(buffer)
  if (Number.isSafeInteger(position) && position >= 0 && position + length <= bytes.length) {
    return bytes.subarray(position, position + length)
  }
  throw new CrossmemRangeError(
    'ERR_BOUNDS',
    `${call}: ${length} bytes from byte ${position} on do not lie in the packed buffer of ${bytes.length}`,
  )
}
