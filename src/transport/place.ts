import { CrossmemError } from '../errors.ts'
import { FORCIBLE, type Forced } from './protocol.ts'

/** What a rank is told by who starts it: its number, and the descriptors that it inherits. */
export interface Place {
  rank: number
  size: number
  /** The process that started the ranks. */
  launcher: number
  /** The control segment. */
  segment: number
  /** The memory file of each rank's arena. */
  arenas: readonly number[]
  /** What wakes each rank's event loop. */
  eventfds: readonly number[]
  /** What each rank can allocate, in bytes. */
  heapBytes: number
  /** The protocol that all messages must take, or null. */
  forced: Forced | null
  /** Whether ranks outnumber processors. */
  crowded: boolean
  /** The processor to run on, or null for any. */
  processor: number | null
}

/** The environment variable in which a place is passed on. */
export const PLACE_VARIABLE = 'CROSSMEM_PLACE'

/** What a rank's preload found, for whichever copy of crossmem its program imports. */
const KEY = Symbol.for('crossmem.place')

export function encodePlace(place: Place): string {
  return JSON.stringify(place)
}

/** @throws CrossmemError ERR_PLACE when the text is not from {@link encodePlace} */
export function decodePlace(text: string): Place {
  try {
    const place = JSON.parse(text) as Place
    const { rank, size, arenas, eventfds, forced } = place
    const valid =
      Number.isInteger(rank) &&
      rank >= 0 &&
      rank < size &&
      arenas.length === size &&
      eventfds.length === size &&
      (forced === null || FORCIBLE.includes(forced))
    if (valid) return place
  } catch {
    // What is said below holds for this too.
  }
  throw new CrossmemError(
    'ERR_PLACE',
    `${PLACE_VARIABLE} is set by crossmem run for the ranks that it starts, and holds something else: '${text}'. Unset it.`,
  )
}

/** Remembers this process's place; programs that it starts shall not take it for theirs. */
export function takePlace(): Place | null {
  const text = process.env[PLACE_VARIABLE]
  if (text === undefined) return null
  const place = decodePlace(text)
  delete process.env[PLACE_VARIABLE]
  Reflect.set(globalThis, KEY, place)
  return place
}

/** This process's place, if it was started as a rank. */
export function ownPlace(): Place | null {
  return (Reflect.get(globalThis, KEY) as Place | undefined) ?? null
}
