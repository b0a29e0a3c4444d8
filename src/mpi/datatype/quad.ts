/**
 * C's `long double` where it is IEEE 754 binary128, as on WebAssembly: 1 bit of sign, 15 of exponent, 112 of fraction, little-endian. Not fast:
 * JavaScript has no such numbers, so they are integers times powers of two here.
 */
export const QUAD_BYTES = 16

const FRACTION_BITS = 112n
const PRECISION = 113
/** The exponent of the least bit of the least numbers. */
const LEAST = -16494
const SPECIAL = 0x7fff
const HIDDEN = 1n << FRACTION_BITS
const FRACTION = HIDDEN - 1n

/** ±magnitude · 2^exponent; a magnitude of -1 stands for infinity, -2 for what is no number. */
interface Quad {
  readonly negative: boolean
  readonly magnitude: bigint
  readonly exponent: number
}

const INFINITE = -1n
const NAN = -2n

export function readQuad(view: DataView, at: number): Quad {
  const low = view.getBigUint64(at, true)
  const high = view.getBigUint64(at + 8, true)
  const negative = high >> 63n === 1n
  const field = Number((high >> 48n) & 0x7fffn)
  const fraction = ((high & 0xffffffffffffn) << 64n) | low
  if (field === SPECIAL) return { negative, magnitude: fraction === 0n ? INFINITE : NAN, exponent: 0 }
  if (field === 0) return { negative, magnitude: fraction, exponent: LEAST }
  return { negative, magnitude: fraction | HIDDEN, exponent: LEAST - 1 + field }
}

/** Writes the nearest number there is, of two equally near ones the even one. */
export function writeQuad(view: DataView, at: number, { negative, magnitude, exponent }: Quad): void {
  const [field, fraction] =
    magnitude < 0n ? [SPECIAL, magnitude === NAN ? HIDDEN >> 1n : 0n] : rounded(magnitude, exponent)
  const bits = ((negative ? 1n : 0n) << 127n) | (BigInt(field) << FRACTION_BITS) | fraction
  view.setBigUint64(at, bits & 0xffffffffffffffffn, true)
  view.setBigUint64(at + 8, bits >> 64n, true)
}

function rounded(magnitude: bigint, exponent: number): [field: number, fraction: bigint] {
  if (magnitude === 0n) return [0, 0n]
  const excess = Math.max(magnitude.toString(2).length - PRECISION, LEAST - exponent)
  let kept = excess > 0 ? magnitude >> BigInt(excess) : magnitude << BigInt(-excess)
  if (excess > 0) {
    const rest = magnitude - (kept << BigInt(excess))
    const half = 1n << BigInt(excess - 1)
    if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n
  }
  // A carry out of the fraction leads to the next exponent by itself.
  const packed = (BigInt(Math.max(exponent + excess - LEAST, 0)) << FRACTION_BITS) + kept
  const field = Number(packed >> FRACTION_BITS)
  return field >= SPECIAL ? [SPECIAL, 0n] : [field, packed & FRACTION]
}

export function addQuads(a: Quad, b: Quad): Quad {
  if (a.magnitude === NAN || b.magnitude === NAN) return { ...a, magnitude: NAN }
  if (a.magnitude === INFINITE)
    return b.magnitude === INFINITE && a.negative !== b.negative ? { ...a, magnitude: NAN } : a
  if (b.magnitude === INFINITE) return b
  const exponent = Math.min(a.exponent, b.exponent)
  const sum = signed(a, exponent) + signed(b, exponent)
  const negative = sum === 0n ? a.negative && b.negative : sum < 0n
  return { negative, magnitude: sum < 0n ? -sum : sum, exponent }
}

export function multiplyQuads(a: Quad, b: Quad): Quad {
  const negative = a.negative !== b.negative
  const isNone = (one: Quad, other: Quad) => one.magnitude === INFINITE && other.magnitude === 0n
  if (a.magnitude === NAN || b.magnitude === NAN || isNone(a, b) || isNone(b, a)) return { ...a, magnitude: NAN }
  if (a.magnitude < 0n || b.magnitude < 0n) return { negative, magnitude: INFINITE, exponent: 0 }
  return { negative, magnitude: a.magnitude * b.magnitude, exponent: a.exponent + b.exponent }
}

export function negateQuad(quad: Quad): Quad {
  return { ...quad, negative: !quad.negative }
}

/** Below 0, 0 or above it, as a number is less, equal or greater; NaN where one is none. */
export function compareQuads(a: Quad, b: Quad): number {
  if (a.magnitude === NAN || b.magnitude === NAN) return Number.NaN
  if (a.magnitude === INFINITE || b.magnitude === INFINITE) return rank(a) - rank(b)
  const exponent = Math.min(a.exponent, b.exponent)
  const difference = signed(a, exponent) - signed(b, exponent)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

function rank({ magnitude, negative }: Quad): number {
  if (magnitude !== INFINITE) return 0
  return negative ? -1 : 1
}

function signed({ negative, magnitude, exponent }: Quad, unit: number): bigint {
  const scaled = magnitude << BigInt(exponent - unit)
  return negative ? -scaled : scaled
}
