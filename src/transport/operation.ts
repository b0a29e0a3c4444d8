/** Something that can be waited for. */
export interface Waitable {
  readonly done: boolean
  readonly error: Error | null
  /** The job's rank that it waits for just now, where that changes: such a thing is looked for oftener than messages are. */
  readonly awaited?: number
}

/** Something that is under way: a send or a receive. It ends once, well or with an error. */
export class Operation implements Waitable {
  done = false
  error: Error | null = null
  private settled: (() => void) | null = null

  finish(error: Error | null = null): void {
    if (this.done) return
    this.done = true
    this.error = error
    const { settled } = this
    if (settled === null) return
    this.settled = null
    settled()
  }

  /** Calls `then` at the end, or now if it has ended. */
  whenDone(then: () => void): void {
    const { settled } = this
    if (this.done) then()
    else if (settled === null) this.settled = then
    else {
      this.settled = () => {
        settled()
        then()
      }
    }
  }
}
