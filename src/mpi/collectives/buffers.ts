import { CrossmemRangeError, CrossmemTypeError } from '../../errors.ts'
import { type Bytes, bytesOf, kindOf } from '../../memory/bytes.ts'
import { typeOf } from '../element-types.ts'
import type { MessageBuffer } from '../message-buffer.ts'

/** A buffer for each rank, of any type; null for nothing. */
export type Buffers = readonly (MessageBuffer | null)[]

/** What is sent where there is nothing to send, and received where nothing comes. */
export const NOTHING = new Uint8Array(0)

/** What each of some buffers is, as a number. */
export function typesOf(buffers: Buffers): (dest: number) => number {
  const types = buffers.map((buffer) => typeOf((buffer as Bytes | null) ?? NOTHING))
  return (dest) => types[dest]
}

/** @throws CrossmemTypeError ERR_TYPES, ERR_NOT_BYTES; CrossmemRangeError ERR_LENGTH unless there is a buffer or null for each of `size` ranks */
export function partsOf(buffers: unknown, name: string, size: number): Uint8Array[] {
  if (!Array.isArray(buffers)) {
    throw new CrossmemTypeError('ERR_TYPES', `${name} is an array with a buffer for each rank, not ${kindOf(buffers)}`)
  }
  if (buffers.length !== size) {
    throw new CrossmemRangeError(
      'ERR_LENGTH',
      `${name} has ${buffers.length} buffers for ${size} ranks: give one for each, and null for nothing`,
    )
  }
  return buffers.map((buffer: Bytes | null) => (buffer === null ? NOTHING : bytesOf(buffer)))
}
