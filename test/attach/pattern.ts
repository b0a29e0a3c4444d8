/** The byte that a test's memory holds at an offset: no two pages, and no two stretches of a page, are alike. */
export function patternAt(offset: number): number {
  return (Math.imul(offset, 0x9e3779b1) >>> 24) ^ ((offset >>> 12) & 0xff)
}

/** A stretch of that memory. */
export function pattern(offset: number, length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => patternAt(offset + index))
}
