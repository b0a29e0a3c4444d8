import { type Bytes, bytesOf, isBytes } from '../memory/bytes.ts'
import { type Content, gatherFrom } from '../memory/pieces.ts'
import { Layout } from './datatype/layout.ts'
import { elementBytes } from './receive-status.ts'

/** Memory that messages are received into: all of a buffer, or a datatype's part of one. */
export type MessageBuffer = Bytes | Layout

export function isMessageBuffer(value: unknown): value is MessageBuffer {
  return isBytes(value) || value instanceof Layout
}

/** @throws CrossmemTypeError ERR_DETACHED, ERR_NOT_BYTES */
export function contentOf(buffer: MessageBuffer): Content {
  return buffer instanceof Layout ? buffer.content : bytesOf(buffer)
}

/** The bytes of a buffer, as a copy in one piece. @throws as {@link contentOf} */
export function copyOf(buffer: MessageBuffer): Uint8Array {
  const content = contentOf(buffer)
  const copy = new Uint8Array(content.length)
  gatherFrom(content, 0, copy)
  return copy
}

/** What a status counts, in bytes: the buffer's elements, or data of the datatype. */
export function unitOf(buffer: MessageBuffer): number {
  return buffer instanceof Layout ? buffer.datatype.size : elementBytes(buffer)
}
