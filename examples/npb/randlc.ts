const MULTIPLIER = 5n ** 13n
const SEED = 314159265
const STATE_BITS = 46

const TWO_23 = 2 ** 23
const TWO_46 = 2 ** 46
const MULTIPLIER_HIGH = Number(MULTIPLIER >> 23n)
const MULTIPLIER_LOW = Number(BigInt.asUintN(23, MULTIPLIER))

/** How many numbers `fill` is ahead: each is computed from the one so many before, so that the processor works on several. */
const STRIDE = 8
const LEAP = BigInt.asUintN(STATE_BITS, MULTIPLIER ** BigInt(STRIDE))
const LEAP_HIGH = Number(LEAP >> 23n)
const LEAP_LOW = Number(BigInt.asUintN(23, LEAP)) / TWO_23

/** Added to a number below 2^51 and taken away again, it leaves a whole number. Math.floor would take `fill` five times as long. */
const ROUND = 1.5 * 2 ** 52

/**
 * The pseudo-random sequence of the NAS Parallel Benchmarks: x(k+1) = 5^13 x(k) mod 2^46, x(0) = 314159265 unless another
 * seed is given. It starts after the first `skipped` numbers, so that each rank can make its own part of one sequence.
 */
export class Randlc {
  #state: number

  constructor(skipped = 0, seed = SEED) {
    this.#state = stateAfter(skipped, seed)
  }

  /** The next number of the sequence, a whole number in (0, 2^46). */
  next(): number {
    // A double holds 53 bits and the product has 92: multiply halves of 23 bits, and drop what lies above 2^46.
    const high = Math.floor(this.#state / TWO_23)
    const low = this.#state - high * TWO_23
    const middle = MULTIPLIER_HIGH * low + MULTIPLIER_LOW * high
    const product = (middle - Math.floor(middle / TWO_23) * TWO_23) * TWO_23 + MULTIPLIER_LOW * low
    this.#state = product < TWO_46 ? product : product - TWO_46
    return this.#state
  }

  /** Fills `target` with the next numbers of the sequence, divided by 2^46: so they lie in (0, 1), and are exact. */
  fill(target: Float64Array): void {
    const { length } = target
    const begun = Math.min(STRIDE, length)
    for (let i = 0; i < begun; i++) target[i] = this.next() / TWO_46
    // As in `next`, but divided by 2^46, and with halves that are rounded to the nearest. All numbers are odd before that division,
    // so that no product is whole, and the last line rounds down.
    for (let i = STRIDE; i < length; i++) {
      const scaled = target[i - STRIDE] * TWO_23
      const high = scaled + ROUND - ROUND
      const low = scaled - high
      const middle = LEAP_HIGH * low + LEAP_LOW * high
      const product = middle - (middle + ROUND - ROUND) + LEAP_LOW * low
      target[i] = product - (product - 0.5 + ROUND - ROUND)
    }
    if (length > 0) this.#state = target[length - 1] * TWO_46
  }
}

/** 5^(13 `count`) `seed` mod 2^46, by repeated squaring. */
function stateAfter(count: number, seed: number): number {
  let state = BigInt(seed)
  let factor = MULTIPLIER
  for (let rest = BigInt(count); rest > 0n; rest >>= 1n) {
    if (rest & 1n) state = BigInt.asUintN(STATE_BITS, state * factor)
    factor = BigInt.asUintN(STATE_BITS, factor * factor)
  }
  return Number(state)
}
