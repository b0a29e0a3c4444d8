/** A way to another process or thread, as Node.js offers it: messages in order, both ways. */
export interface Link {
  /** Whether sending takes the buffer away from the sender. */
  readonly takesAway: boolean
  send(message: Uint8Array): void
  /** Resolves when all that was sent may be written to again. */
  sent(): Promise<void>
  /** The next message: in `into`, where the link can and the length fits, else in memory of its own. */
  receive(into?: Uint8Array): Promise<Uint8Array>
  close(): void
}

/** The two ends of a kind of link. */
export interface LinkKind {
  /** Starts the other side with these arguments. */
  start(file: URL, args: string[]): Link
  /** Joins the side that started this one. */
  join(): Link
}
