import type { CopyOutcome } from '../copy-outcome.ts'
import type { JobState } from '../job-state.ts'

/** What a thread takes at once; a copy that is cancelled goes on to the end of it. */
export const CHUNK = 512 * 1024

/** One side, as a message can carry it. */
export interface OrderPlace {
  pid: number
  words: Uint32Array
  memory: number
  slot: number
  state: number
}

/** A copy, as the threads get to know of it. */
export interface Order {
  id: number
  /** The words of its {@link JobState}. */
  state: Int32Array<SharedArrayBuffer>
  /** How many threads are at it. */
  threads: number
  from: OrderPlace
  to: OrderPlace
  fromOffset: number
  toOffset: number
  length: number
}

/** What the threads have come to: chunks are taken in order, so that all before the first failure were moved. */
export function outcomeOf(state: JobState, { threads, length }: Order): CopyOutcome {
  const failure = state.firstFailure(threads)
  if (failure === null) {
    // Without a failure a stop leaves no gap either: whoever took a chunk has moved it.
    return { moved: Math.min(state.moved, length), reason: 0, side: 'from' }
  }
  const { chunk, part, reason, side } = failure
  return { moved: chunk * CHUNK + part, reason, side }
}
