import { randomFrom } from '../attach/random.ts'

export const TAGS = 4
/** The longest message. */
export const LONGEST = 150_000
/** How many messages a rank has for another one in one round, at most. */
const MOST = 160
/** Messages up to this length are sent without anybody waiting for them. */
export const SHORT = 8 * 1024

export interface Planned {
  tag: number
  length: number
  /** Where its bytes begin in the pattern that all ranks know. */
  from: number
  /** Sent as a value around its bytes, not as bytes. */
  value: boolean
}

/**
 * How one rank receives in one round. All its receives name the same: source and tag, one of them, or nothing; so whatever they
 * match, they end.
 */
export interface Reception {
  bySource: boolean
  byTag: boolean
  /** Whether all receives are posted before the rank sends anything itself. */
  posted: boolean
  /** Whether no buffers are given, so that values may be among the messages. */
  values: boolean
}

/** The random numbers for one purpose of one round: all ranks have the same. */
function randomOf(seed: number, round: number, purpose: number): (limit: number) => number {
  return randomFrom(
    (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^
      Math.imul(round + 1, 0xc2b2ae35) ^
      Math.imul(purpose + 1, 0x27d4eb2f)) >>>
      0,
  )
}

/** How `rank` receives in a round. */
export function receptionOf(seed: number, round: number, rank: number): Reception {
  const random = randomOf(seed, round, 1000 + rank)
  return { bySource: random(2) === 0, byTag: random(2) === 0, posted: random(2) === 0, values: random(8) === 0 }
}

/**
 * What `source` sends to `dest` in a round, in order. Every two ranks have at least one message for each other, so that none
 * is more than one round ahead.
 */
export function messagesOf(seed: number, round: number, source: number, dest: number): Planned[] {
  const { values } = receptionOf(seed, round, dest)
  const random = randomOf(seed, round, source * 128 + dest + 2000)
  return Array.from({ length: 1 + random(MOST) }, () => ({
    tag: random(TAGS),
    length: randomLength(random),
    from: random(4096),
    value: values && random(2) === 0,
  }))
}

function randomLength(random: (limit: number) => number): number {
  const kind = random(100)
  if (kind < 60) return random(65)
  if (kind < 85) return random(2049)
  if (kind < 95) return random(SHORT + 1)
  if (kind < 99) return random(40_000)
  return random(LONGEST + 1)
}
