import { type CopyOutcome, errorOf } from './copy-outcome.ts'
import type { CopyPlan } from './copy-plan.ts'
import { FAILED, JobState, PENDING, SUCCEEDED } from './job-state.ts'

/** A copy that goes on by itself: `await` it, or look at its `status`. It holds all buffers meanwhile. */
export class CopyJob implements PromiseLike<number> {
  /** Bytes that were to be moved, bounded at the end of either side. */
  readonly length: number
  /** For the engines. */
  readonly state = new JobState()
  readonly #plan: CopyPlan
  readonly #promise: Promise<number>
  #resolve!: (moved: number) => void
  #reject!: (reason: unknown) => void
  /** Looks whether there is news, without any call. */
  #look: () => void = () => {}
  #moved = -1
  #error: unknown

  /** Call `copy` with an engine instead. */
  constructor(plan: CopyPlan) {
    this.#plan = plan
    this.length = plan.length
    this.#promise = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // Who looks at the status need not await as well.
    this.#promise.catch(() => undefined)
  }

  /** What it has come to; read from shared memory, without a system call, also in a program whose event loop does not turn. */
  get status(): 'pending' | 'succeeded' | 'failed' {
    this.#look()
    const { status } = this.state
    return status === PENDING ? 'pending' : status === SUCCEEDED ? 'succeeded' : 'failed'
  }

  /**
   * The word that {@link status} comes from, in a SharedArrayBuffer: 0 pending, 1 succeeded, 2 failed. Any thread may
   * look at it (Atomics.load). The engine `io_uring` stores it when somebody asks for the status here, or the event loop turns.
   */
  get statusWord(): Int32Array<SharedArrayBuffer> {
    return this.state.words.subarray(0, 1)
  }

  /** Bytes that were moved so far; while it goes on, not always the first ones. */
  get transferred(): number {
    this.#look()
    return this.#moved >= 0 ? this.#moved : this.state.moved
  }

  /** Why it failed; undefined unless it did and the event loop has turned since. */
  get error(): unknown {
    return this.#error
  }

  /** Resolves with the bytes that were moved, when nothing touches the memory any more; rejects likewise. */
  // biome-ignore lint/suspicious/noThenProperty: a job is awaited like any promise
  then<A = number, B = never>(
    fulfilled?: ((moved: number) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#promise.then(fulfilled, rejected)
  }

  /** For the engine: how to look for news. */
  lookBy(look: () => void): void {
    this.#look = look
  }

  /** For the engine: it has come to its end, and nobody touches the memory any more. */
  finish(outcome: CopyOutcome): void {
    const { moved } = outcome
    const error = errorOf(this.#plan, outcome)
    if (error !== null) {
      this.fail(error, moved)
      return
    }
    this.#moved = moved
    this.state.status = SUCCEEDED
    this.#resolve(moved)
  }

  /** For the engine: as {@link finish}, for what is no outcome: it was cancelled, or the engine broke. */
  fail(error: unknown, moved: number): void {
    this.#moved = moved
    this.#error = error
    this.state.status = FAILED
    this.#reject(error)
  }
}
