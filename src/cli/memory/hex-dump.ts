const LINE = 16

/** Bytes in the form of `hexdump -C`, piece by piece: lines that repeat the one before are a single asterisk. */
export class HexDump {
  #address: bigint
  #rest: Uint8Array = new Uint8Array(0)
  #last: Buffer | null = null
  #repeating = false

  /** @param address of the first byte */
  constructor(address: bigint) {
    this.#address = address
  }

  /** The lines that these bytes complete. */
  add(bytes: Uint8Array): string {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    const whole = all.length - (all.length % LINE)
    const lines: string[] = []
    for (let offset = 0; offset < whole; offset += LINE) lines.push(this.#line(all.subarray(offset, offset + LINE)))
    this.#rest = all.slice(whole)
    return lines.join('')
  }

  /** What remains: an incomplete line, and the address behind the last byte. */
  end(): string {
    const rest = this.#rest.length > 0 ? this.#format(this.#rest) : ''
    this.#address += BigInt(this.#rest.length)
    this.#rest = new Uint8Array(0)
    return rest === '' && this.#last === null ? '' : `${rest}${this.#written()}\n`
  }

  #line(bytes: Uint8Array): string {
    const repeats = this.#last?.equals(bytes) ?? false
    const text = repeats ? (this.#repeating ? '' : '*\n') : this.#format(bytes)
    this.#repeating = repeats
    if (!repeats) this.#last = Buffer.from(bytes)
    this.#address += BigInt(LINE)
    return text
  }

  #format(bytes: Uint8Array): string {
    const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    const half = (from: number) => pairs.slice(from, from + LINE / 2).join(' ')
    const hex = `${half(0).padEnd(23)}  ${half(LINE / 2).padEnd(23)}`
    const text = Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    return `${this.#written()}  ${hex}  |${text}|\n`
  }

  #written(): string {
    return this.#address.toString(16).padStart(8, '0')
  }
}
