import { parentPort, workerData } from 'node:worker_threads'
import { yieldToOthers } from '../../os/priority.ts'
import { FAILED, JobState, NEXT, RUNNING, SUCCEEDED } from '../job-state.ts'
import { Mover } from '../mover.ts'
import { Segments } from '../segments.ts'
import { CHUNK, type Order, type OrderPlace, outcomeOf } from './order.ts'

/** A thread of the pool: it takes chunk after chunk of the copies that it is told of. */
const { index, polite, start } = workerData as { index: number; polite: boolean; start: Int32Array }
Atomics.store(start, 0, 1)
Atomics.notify(start, 0)
if (polite) yieldToOthers()

parentPort!.on('message', (order: Order) => {
  const state = new JobState(order.state)
  work(order, state)
  // Whoever is last says what came of it, for those who look while the event loop does not turn.
  if (Atomics.sub(state.words, RUNNING, 1) === 1) {
    const { moved, reason } = outcomeOf(state, order)
    if (moved === order.length) state.status = SUCCEEDED
    else if (moved === 0 || reason <= 0) state.status = FAILED
    else state.status = SUCCEEDED
  }
  parentPort!.postMessage(order.id)
})

function work(order: Order, state: JobState): void {
  const mover = new Mover(place(order.from), place(order.to), order.fromOffset, order.toOffset)
  let position = 0
  while (!state.stopped) {
    const chunk = Atomics.add(state.words, NEXT, 1)
    const begin = chunk * CHUNK
    if (begin >= order.length) return
    const length = Math.min(CHUNK, order.length - begin)
    mover.skip(begin - position)
    const moved = mover.move(length)
    position = begin + moved
    state.addMoved(index, moved)
    if (moved < length || mover.reason !== 0) {
      state.fail(index, { chunk, part: moved, reason: mover.reason, side: mover.side })
      return
    }
  }
}

function place({ words, ...rest }: OrderPlace): OrderPlace & { segments: Segments } {
  return { ...rest, words, segments: new Segments(words) }
}
