import type { Arrival } from './arrival.ts'
import type { CollectiveCall } from './call.ts'
import type { Steps } from './steps.ts'

/** How many steps are under way at once: enough that ranks need not march in step, few enough that no memory has many readers. */
const STEPS_AT_ONCE = 4

/**
 * An exchange of everybody with everybody: in step s a rank sends to rank + s and receives from rank - s, so that each
 * rank sends to one and receives from one. Step 0 is with itself.
 * @returns what came from each rank
 */
export function* pairwise<T>(
  call: CollectiveCall,
  post: (source: number) => Arrival<T>,
  start: (dest: number) => void,
): Steps<T[]> {
  const { rank, size } = call
  const arrivals: Arrival<T>[] = []
  const received: T[] = new Array(size)
  const sourceOf = (step: number) => (rank - step + size) % size
  for (let step = 0; step < size + STEPS_AT_ONCE; step++) {
    if (step < size) {
      arrivals.push(post(sourceOf(step)))
      start((rank + step) % size)
    }
    const before = step - STEPS_AT_ONCE
    if (before < 0 || before >= size) continue
    yield arrivals[before]
    received[sourceOf(before)] = arrivals[before].take()
  }
  yield* call.finishSends()
  return received
}
