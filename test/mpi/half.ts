/** Floating-point numbers of 16 bits as arithmetic defines them, for runtimes that have no Float16Array. */

const LEAST = 2 ** -24

export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (exponent === 0 ? fraction * LEAST : (1024 + fraction) * LEAST * 2 ** (exponent - 1))
}

/** The nearest one, and of two equally near the one whose last bit is 0. */
export function numberToHalf(x: number): number {
  if (Number.isNaN(x)) return 0x7e00
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0
  const magnitude = Math.abs(x)
  // Non-negative numbers are ordered as their bits are.
  let below = 0
  for (let bit = 1 << 14; bit > 0; bit >>= 1) {
    if ((below | bit) < 0x7c00 && halfToNumber(below | bit) <= magnitude) below |= bit
  }
  // Where infinity lies, the next number would be 2 ** 16.
  const above = below + 1 === 0x7c00 ? 2 ** 16 : halfToNumber(below + 1)
  const middle = (halfToNumber(below) + above) / 2
  const up = magnitude > middle || (magnitude === middle && (below & 1) === 1)
  return sign | (up ? below + 1 : below)
}
