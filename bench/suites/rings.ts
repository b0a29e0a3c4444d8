/** The benchmarks of `crossmem bench rings`: what HPC Challenge calls effective bandwidth. peers/mpi/rings.c has the same. */
export const RINGS = ['natural-ring', 'random-rings', 'ring-pingpong'] as const
export type Ring = (typeof RINGS)[number]

/** Latency and bandwidth are measured with messages of these lengths. */
export const RING_SIZES: readonly number[] = [8, 2_000_000]

/** From here on messages are about rates, below it about times. */
export const LONG_BYTES = 100_000
const RANDOM_RINGS = 30
const RANDOM_RINGS_LONG = 10

/**
 * Makes random rings: who stands beside whom.
 * @param seed from 1 to 2^32 - 1
 */
export function* randomRings(bytes: number, size: number, seed: number): Generator<number[], void> {
  const ring = Array.from({ length: size }, (_, rank) => rank)
  let state = seed
  for (let count = bytes < LONG_BYTES ? RANDOM_RINGS : RANDOM_RINGS_LONG; count > 0; count--) {
    for (let last = size - 1; last > 0; last--) {
      // Marsaglia's xorshift with 32 bits.
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      const other = (state >>> 0) % (last + 1)
      const kept = ring[last]
      ring[last] = ring[other]
      ring[other] = kept
    }
    yield [...ring]
  }
}
