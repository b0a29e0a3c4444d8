/** What is known of a message that was received or found (MPI 4.1, 3.2.5). */
export class Status {
  /** The sender's rank in the communicator. */
  source = -1
  tag = -1
  bytes = 0
  /** Whole elements of the receiving buffer's type; -1 when the bytes do not fill them. */
  count = 0
  /** Whether the receive was taken back before its message came. */
  cancelled = false

  set(source: number, tag: number, bytes: number, elementSize: number): this {
    this.cancelled = false
    this.source = source
    this.tag = tag
    this.bytes = bytes
    this.count = bytes % elementSize === 0 ? bytes / elementSize : -1
    return this
  }
}
