interface Taker {
  into: Uint8Array | undefined
  resolve: (message: Uint8Array) => void
}

/** Messages that nobody has taken yet, or those who wait for one: first come, first served. */
export class Inbox {
  readonly #messages: Uint8Array[] = []
  readonly #takers: Taker[] = []

  put(message: Uint8Array): void {
    const taker = this.#takers.shift()
    if (taker === undefined) this.#messages.push(message)
    else taker.resolve(message)
  }

  take(into?: Uint8Array): Promise<Uint8Array> {
    const message = this.#messages.shift()
    if (message !== undefined) return Promise.resolve(message)
    return new Promise((resolve) => this.#takers.push({ into, resolve }))
  }

  /** Memory for a message that begins to arrive: what its taker offers, if that is known and fits. */
  room(length: number): Uint8Array {
    const into = this.#takers[0]?.into
    return into?.length === length ? into : Buffer.allocUnsafeSlow(length)
  }
}
