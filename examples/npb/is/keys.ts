import { Randlc } from '../randlc.ts'

const NUMBERS_PER_KEY = 4

/**
 * Fills `keys` with those of the benchmark's keys that begin at number `first` of the whole sequence. A key is the
 * mean of four consecutive random numbers, scaled to [0, 2^`maxKeyLog2`).
 */
export function fillKeys(keys: Int32Array, first: number, maxKeyLog2: number): void {
  const random = new Randlc(first * NUMBERS_PER_KEY)
  // The numbers are integers below 2^46: their sum is exact, and below 2^48.
  const scale = 2 ** (maxKeyLog2 - 48)
  for (let i = 0; i < keys.length; i++) {
    keys[i] = (random.next() + random.next() + random.next() + random.next()) * scale
  }
}
