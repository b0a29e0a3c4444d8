import type { Datatype } from './datatype/datatype.ts'

/** What is known of a message that was received or found (MPI 4.1, 3.2.5). */
export class Status {
  /** The sender's rank in the communicator. */
  source = -1
  tag = -1
  bytes = 0
  /** Whole elements of the receiving buffer's type, or of the datatype; -1 when the bytes do not fill them. */
  count = 0
  /** Whether the receive was taken back before its message came. */
  cancelled = false

  set(source: number, tag: number, bytes: number, elementSize: number): this {
    this.cancelled = false
    this.source = source
    this.tag = tag
    this.bytes = bytes
    this.count = countIn(bytes, elementSize)
    return this
  }

  /** How many of a datatype have come; -1 when the bytes do not fill them (MPI_Get_count). */
  getCount({ size }: Datatype): number {
    return countIn(this.bytes, size)
  }

  /** How many basic elements of a datatype have come; -1 when the bytes end within one (MPI_Get_elements). */
  getElements(datatype: Datatype): number {
    return datatype.elementsIn(this.bytes)
  }
}

function countIn(bytes: number, size: number): number {
  if (bytes === 0) return 0
  return bytes % size === 0 ? bytes / size : -1
}
