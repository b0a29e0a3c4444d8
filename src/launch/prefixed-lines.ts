const NEWLINE = 0x0a

/** Cuts a stream of bytes into lines, each behind a prefix; a line is given only when it is complete. */
export class PrefixedLines {
  readonly #prefix: Uint8Array
  /** What came since the last newline. */
  #begun: Uint8Array[] = []

  constructor(prefix: string) {
    this.#prefix = Buffer.from(prefix)
  }

  /** @returns the lines that `bytes` completes */
  add(bytes: Uint8Array): Uint8Array {
    const parts: Uint8Array[] = []
    let start = 0
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      parts.push(this.#prefix, ...this.#begun, bytes.subarray(start, end + 1))
      this.#begun = []
      start = end + 1
    }
    if (start < bytes.length) this.#begun.push(bytes.subarray(start))
    return Buffer.concat(parts)
  }

  /** @returns the last line, if it lacks its newline, with one */
  end(): Uint8Array {
    if (this.#begun.length === 0) return Buffer.alloc(0)
    return this.add(Buffer.of(NEWLINE))
  }
}
