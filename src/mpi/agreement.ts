/**
 * How ranks agree on a new communicator: each says in a few numbers what it wants, and what all have said tells each of them the
 * same. The first rank of the new communicator leads, and the contexts that it has reserved are taken. So several communicators can be
 * agreed on at the same time.
 */
export const PROPOSAL_LENGTH = 3

/** Stands for no color among numbers. */
const NO_COLOR = -1

export interface Agreement {
  /** The new communicator's first context. */
  readonly context: number
  /** Which of those who were asked come together, in their new order. */
  readonly ranks: readonly number[]
}

/**
 * @param color the same for all that come together; undefined to join nobody
 * @param key orders them; those with the same keep their order
 * @param context what this rank has reserved for the case that it leads
 */
export function proposal(color: number | undefined, key: number, context: number): Float64Array {
  return Float64Array.of(color ?? NO_COLOR, key, context)
}

/**
 * @param proposals of all who were asked, in the order of their ranks
 * @param color this rank's own
 * @returns null for a rank that joins nobody
 */
export function agree(proposals: Float64Array, color: number | undefined): Agreement | null {
  if (color === undefined) return null
  const chosen: { rank: number; key: number; context: number }[] = []
  for (let rank = 0; rank < proposals.length / PROPOSAL_LENGTH; rank++) {
    const [theirs, key, context] = proposals.subarray(rank * PROPOSAL_LENGTH, (rank + 1) * PROPOSAL_LENGTH)
    if (theirs === color) chosen.push({ rank, key, context })
  }
  chosen.sort((a, b) => a.key - b.key || a.rank - b.rank)
  return { context: chosen[0].context, ranks: chosen.map(({ rank }) => rank) }
}
