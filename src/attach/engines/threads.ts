import { Worker } from 'node:worker_threads'
import { CrossmemError } from '../../errors.ts'
import { processors } from '../../os/affinity.ts'
import { reachable } from '../accessible.ts'
import type { CopyJob } from '../copy-job.ts'
import type { CopyPlan } from '../copy-plan.ts'
import { MOST_THREADS, RUNNING } from '../job-state.ts'
import { type Place, placeOf } from '../mover.ts'
import type { Engine } from './engine.ts'
import { CHUNK, type Order, type OrderPlace, outcomeOf } from './order.ts'

/** More than that contend for the owner's page table, and for the memory itself. */
const MOST = Math.min(4, MOST_THREADS)

/** A copy that the threads are at. */
interface Running {
  readonly job: CopyJob
  readonly order: Order
  cancelled: { reason: unknown } | null
  /** Threads that have not said that they are done. */
  readonly left: Set<Worker>
}

/** A thread that has not come up by then never will. */
const LONGEST_START_MS = 2000

const pool: Worker[] = []
/** A word for each thread: 0 while it comes up. */
const starts: Int32Array[] = []
const running = new Map<number, Running>()
let lastId = 0

/** Threads of ours copy, large copies in chunks that each takes when it is done with the last; the event loop goes on. */
export const threads: Engine = {
  prepare() {
    if (pool.length > 0) return
    if (starts.length === 0) process.once('exit', awaitStarts)
    const count = Math.min(processors().length, MOST)
    for (let index = 0; index < count; index++) pool.push(startThread(index, count))
  },

  start(plan: CopyPlan, job: CopyJob) {
    const limit = reachable(plan)
    if (limit.moved === 0) {
      job.finish(limit)
      return () => {}
    }
    lastId += 1
    const chunks = Math.ceil(limit.moved / CHUNK)
    const workers = pool.slice(0, Math.min(pool.length, chunks))
    const order: Order = {
      id: lastId,
      state: job.state.words,
      threads: workers.length,
      from: forOrder(placeOf(plan.from)),
      to: forOrder(placeOf(plan.to)),
      fromOffset: plan.fromOffset,
      toOffset: plan.toOffset,
      length: limit.moved,
    }
    const entry: Running = { job, order, cancelled: null, left: new Set(workers) }
    running.set(order.id, entry)
    job.state.words[RUNNING] = workers.length
    for (const [index, worker] of workers.entries()) {
      job.state.begin(index)
      worker.ref()
      worker.postMessage(order)
    }
    return (reason) => {
      entry.cancelled = { reason }
      job.state.stop()
    }
  },
}

function forOrder({ pid, segments, memory, slot, state }: Place): OrderPlace {
  return { pid, words: segments.words, memory, slot, state }
}

function startThread(index: number, count: number): Worker {
  // Where every processor has a thread, the last one takes only time that nobody else wants: the caller's, above all.
  const polite = count > 1 && index === count - 1 && count === processors().length
  const start = new Int32Array(new SharedArrayBuffer(4))
  starts.push(start)
  const worker = new Worker(new URL('./thread.js', import.meta.url), {
    workerData: { index, polite, start },
    name: 'crossmem copy',
    execArgv: [],
    env: {},
  })
  // Earlier it would not last.
  worker.once('online', () => letGo(worker))
  worker.on('message', (id: number) => done(worker, running.get(id)!))
  worker.on('error', (cause) => lose(worker, cause))
  worker.once('exit', () => Atomics.store(start, 0, 1))
  worker.on('exit', (code) => lose(worker, new Error(`it ended with exit code ${code}`)))
  return worker
}

/** The process would break off with a fatal error if it ended a thread that is just loading the FFI library. */
function awaitStarts(): void {
  for (const start of starts) Atomics.wait(start, 0, 0, LONGEST_START_MS)
}

function done(worker: Worker, entry: Running): void {
  entry.left.delete(worker)
  letGo(worker)
  if (entry.left.size > 0) return
  const { job, order, cancelled } = entry
  running.delete(order.id)
  const outcome = outcomeOf(job.state, order)
  // A copy that was through when the signal came has succeeded.
  if (cancelled !== null && outcome.moved < order.length && outcome.reason === 0)
    job.fail(cancelled.reason, outcome.moved)
  else job.finish(outcome)
}

/** A thread that has nothing to do does not keep the process alive. */
function letGo(worker: Worker): void {
  for (const { left } of running.values()) if (left.has(worker)) return
  worker.unref()
}

/** A thread that cannot go on takes the pool with it; the next copy makes a new one. */
function lose(worker: Worker, cause: Error): void {
  if (!pool.includes(worker)) return
  const others = pool.splice(0).filter((other) => other !== worker)
  const error = new CrossmemError(
    'ERR_COPY_THREAD',
    `a thread that copies broke: ${cause.message}. Copy again, or inline.`,
    {
      cause,
    },
  )
  const lost = [...running.values()]
  running.clear()
  // The others may be at it until they have ended.
  void Promise.allSettled(others.map((other) => other.terminate())).then(() => {
    for (const { job } of lost) job.fail(error, job.state.moved)
  })
}
