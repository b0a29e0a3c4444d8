const MULTIPLIER = 5 ** 13
const SEED = 314159265
const STATE_BITS = 46

const TWO_23 = 2 ** 23
const TWO_46 = 2 ** 46
const MULTIPLIER_HIGH = Math.floor(MULTIPLIER / TWO_23)
const MULTIPLIER_LOW = MULTIPLIER % TWO_23

/**
 * The pseudo-random sequence of the NAS Parallel Benchmarks: x(k+1) = 5^13 x(k) mod 2^46, x(0) = 314159265. It starts
 * after the first `skipped` numbers, so that each rank can make its own part of one sequence.
 */
export class Randlc {
  #state: number

  constructor(skipped = 0) {
    this.#state = stateAfter(skipped)
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
}

/** 5^(13 `count`) x(0) mod 2^46, by repeated squaring. */
function stateAfter(count: number): number {
  let state = BigInt(SEED)
  let factor = BigInt(MULTIPLIER)
  for (let rest = BigInt(count); rest > 0n; rest >>= 1n) {
    if (rest & 1n) state = BigInt.asUintN(STATE_BITS, state * factor)
    factor = BigInt.asUintN(STATE_BITS, factor * factor)
  }
  return Number(state)
}
