import type { Bytes } from '../memory/bytes.ts'
import type { Borrowed } from '../transport/transport.ts'
import type { Status } from './status.ts'

/**
 * A message that was borrowed instead of received: its bytes where the sender has them. The sender's request (or
 * blocking send) ends when the loan is released.
 */
export class Loan implements Disposable {
  /** The sender's own memory, as what was sent, until the loan is released; do not write to it, and do not keep it. */
  readonly view: Bytes
  readonly status: Status
  /** False when the message did not lie in an arena: then `view` is a copy of this rank's own. */
  readonly borrowed: boolean
  #source: Borrowed | null

  constructor(view: Bytes, status: Status, source: Borrowed | null) {
    this.view = view
    this.status = status
    this.borrowed = source !== null
    this.#source = source
  }

  /** Gives the sender its buffer back. */
  release(): void {
    this.#source?.release()
    this.#source = null
  }

  [Symbol.dispose](): void {
    this.release()
  }
}
