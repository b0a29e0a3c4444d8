/** Numbers that look random, the same ones for the same seed: mulberry32. @returns a function for whole numbers below a limit */
export function randomFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (((mixed ^ (mixed >>> 14)) >>> 0) % limit) >>> 0
  }
}

/** The seed that the environment names, to see a failure again; else another one each time. */
export function seedOfRun(): number {
  return Number(process.env.SEED ?? Date.now() % 2 ** 32)
}
