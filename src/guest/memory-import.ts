/** What a module asks of a memory, in pages of 64 KiB. */
export interface Limits {
  readonly initial: number
  readonly maximum: number
}

const IMPORTS = 2
const MEMORY = 2
const MOST_PAGES = 65536

/**
 * The limits of the memory that a valid module imports, which WebAssembly's JavaScript interface does not tell; null when it imports none
 * (WebAssembly Core Specification, 5.5.5).
 */
export function memoryImport(code: Uint8Array): Limits | null {
  const reader = new Reader(code, 8)
  while (!reader.atEnd) {
    const id = reader.byte()
    const end = reader.number() + reader.at
    if (id === IMPORTS) return inSection(reader)
    reader.at = end
  }
  return null
}

function inSection(reader: Reader): Limits | null {
  for (let left = reader.number(); left > 0; left--) {
    reader.skipName()
    reader.skipName()
    const kind = reader.byte()
    if (kind === MEMORY) return reader.limits()
    reader.skipType(kind)
  }
  return null
}

const FUNCTION = 0
const TABLE = 1
const GLOBAL = 3
const HAS_MAXIMUM = 1

class Reader {
  at: number
  readonly #code: Uint8Array

  constructor(code: Uint8Array, at: number) {
    this.#code = code
    this.at = at
  }

  get atEnd(): boolean {
    return this.at >= this.#code.length
  }

  byte(): number {
    return this.#code[this.at++]
  }

  /** An unsigned number in LEB128. */
  number(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte()
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }

  limits(): Limits {
    const flags = this.byte()
    const initial = this.number()
    return { initial, maximum: (flags & HAS_MAXIMUM) !== 0 ? this.number() : MOST_PAGES }
  }

  skipName(): void {
    const length = this.number()
    this.at += length
  }

  skipType(kind: number): void {
    if (kind === FUNCTION) this.number()
    else if (kind === TABLE) {
      this.byte()
      this.limits()
    } else if (kind === GLOBAL) this.at += 2
    else {
      // A tag.
      this.byte()
      this.number()
    }
  }
}
