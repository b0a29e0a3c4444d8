/** Fills `colours` with the place in the palette of each of `temperatures`, which lie between 0 and 1. */
export function fillColours(temperatures: Float64Array, colours: Uint8Array): void {
  for (let i = 0; i < temperatures.length; i++) colours[i] = Math.round(temperatures[i] * 255)
}

/** 256 colours as a glowing body has them, red, green and blue a byte each: from black by red and yellow to white. */
export function glowPalette(): Uint8Array {
  const palette = new Uint8ClampedArray(256 * 3)
  for (let i = 0; i < 256; i++) palette.set([3 * i, 3 * i - 255, 3 * i - 510], 3 * i)
  return new Uint8Array(palette.buffer)
}
