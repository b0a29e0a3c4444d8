/** How many lines are transformed side by side: the inner loops are as long, and a batch stays in the cache. */
export const LINES = 8

/**
 * The fast Fourier transform of LINES lines of `length` complex numbers at once, by Stockham's method: each pass goes from one
 * array to another and leaves everything in order. Element j of line l lies at j * LINES + l, real and imaginary part side by
 * side.
 */
export class Fft {
  readonly length: number
  /** The cosines of 2π k / `length`, and the sines. */
  readonly #cos: Float64Array
  readonly #sin: Float64Array
  /** Where the lines are put before `transform`, and where they are after it. */
  lines: Float64Array
  #other: Float64Array

  /** @param length a power of two */
  constructor(length: number) {
    this.length = length
    this.#cos = Float64Array.from({ length }, (_, k) => Math.cos((2 * Math.PI * k) / length))
    this.#sin = Float64Array.from({ length }, (_, k) => Math.sin((2 * Math.PI * k) / length))
    this.lines = new Float64Array(2 * LINES * length)
    this.#other = new Float64Array(2 * LINES * length)
  }

  /**
   * Transforms the lines: X(k) is the sum of x(j) e^(sign 2πi jk / length), not divided by anything.
   *
   * @param sign -1 for the transform, 1 for its inverse
   */
  transform(sign: 1 | -1): void {
    let rest = this.length
    let stride = LINES
    for (; rest >= 4; rest /= 4, stride *= 4) {
      passOfFour(this.lines, this.#other, rest / 4, stride, this.#cos, this.#sin, sign)
      this.#swap()
    }
    if (rest === 2) {
      passOfTwo(this.lines, this.#other, stride)
      this.#swap()
    }
  }

  #swap(): void {
    const { lines } = this
    this.lines = this.#other
    this.#other = lines
  }
}

/**
 * Splits transforms of 4 `quarter` numbers that are `stride` apart into four times as many of `quarter` numbers, which are
 * 4 `stride` apart.
 */
function passOfFour(
  from: Float64Array,
  to: Float64Array,
  quarter: number,
  stride: number,
  cos: Float64Array,
  sin: Float64Array,
  sign: number,
): void {
  const width = 2 * stride
  const angle = cos.length / (4 * quarter)
  for (let p = 0; p < quarter; p++) {
    const k = p * angle
    const cos1 = cos[k]
    const cos2 = cos[2 * k]
    const cos3 = cos[3 * k]
    const sin1 = sign * sin[k]
    const sin2 = sign * sin[2 * k]
    const sin3 = sign * sin[3 * k]
    const end = (p + 1) * width
    let a = p * width
    let b = a + quarter * width
    let c = b + quarter * width
    let d = c + quarter * width
    let target = 4 * p * width
    for (; a < end; a += 2, b += 2, c += 2, d += 2, target += 2) {
      const sumRe = from[a] + from[c]
      const sumIm = from[a + 1] + from[c + 1]
      const differenceRe = from[a] - from[c]
      const differenceIm = from[a + 1] - from[c + 1]
      const otherSumRe = from[b] + from[d]
      const otherSumIm = from[b + 1] + from[d + 1]
      // Turned by a right angle: multiplied by i or -i.
      const turnedRe = sign * (from[d + 1] - from[b + 1])
      const turnedIm = sign * (from[b] - from[d])

      to[target] = sumRe + otherSumRe
      to[target + 1] = sumIm + otherSumIm
      const re1 = differenceRe + turnedRe
      const im1 = differenceIm + turnedIm
      to[target + width] = cos1 * re1 - sin1 * im1
      to[target + width + 1] = cos1 * im1 + sin1 * re1
      const re2 = sumRe - otherSumRe
      const im2 = sumIm - otherSumIm
      to[target + 2 * width] = cos2 * re2 - sin2 * im2
      to[target + 2 * width + 1] = cos2 * im2 + sin2 * re2
      const re3 = differenceRe - turnedRe
      const im3 = differenceIm - turnedIm
      to[target + 3 * width] = cos3 * re3 - sin3 * im3
      to[target + 3 * width + 1] = cos3 * im3 + sin3 * re3
    }
  }
}

/** The last pass where four is not a factor any more: transforms of two numbers. */
function passOfTwo(from: Float64Array, to: Float64Array, stride: number): void {
  const width = 2 * stride
  for (let i = 0; i < width; i++) {
    to[i] = from[i] + from[i + width]
    to[i + width] = from[i] - from[i + width]
  }
}
