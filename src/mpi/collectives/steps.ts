import type { Activity } from '../../transport/activities.ts'
import { Operation, type Waitable } from '../../transport/operation.ts'
import type { Channel } from '../channel.ts'
import { ANY_SOURCE } from '../constants.ts'
import { Receive } from '../receive.ts'
import { Request } from '../request.ts'
import { ValueReceive } from '../value-channel.ts'

/** What a collective waits for before it can go on; `peer` is the communicator's rank it comes from (ANY_SOURCE: any or all). */
export interface Step {
  readonly operation: Waitable
  readonly peer: number
}

/**
 * A collective as it is written, once for blocking and nonblocking: it yields what it has to wait for, and goes on when that is
 * done. What cannot be waited for is thrown into it.
 */
export type Steps<T> = Generator<Step, T, void>

/** Runs to the end, blocking. @throws its error */
export function finish<T>(channel: Channel, steps: Steps<T>): T {
  let next = steps.next()
  while (next.done !== true) {
    const { operation, peer } = next.value
    let failure: unknown = null
    try {
      channel.wait(operation, peer)
    } catch (error) {
      failure = error
    }
    next = failure === null ? steps.next() : giveUp(channel, steps, operation, failure)
  }
  return next.value
}

/**
 * Begins it, and goes on with it in any call of the library and while the event loop turns.
 * @throws what it throws before it waits for the first time: errors of arguments
 */
export function begin<T>(channel: Channel, steps: Steps<T>): Request<T> {
  const run = new Run(channel, steps)
  const { transport } = channel.port
  run.advance()
  if (!run.done) {
    channel.began()
    transport.begin(run)
    run.whenDone(() => {
      transport.end(run)
      channel.ended()
    })
  }
  return new Request(transport, run, ANY_SOURCE, () => run.result as T)
}

/**
 * Steps that are taken as a part of a collective of another communicator.
 * @param channel whose ranks they wait for
 */
export function* elsewhere<T>(channel: Channel, steps: Steps<T>): Steps<T> {
  let next = steps.next()
  while (next.done !== true) {
    const { operation, peer } = next.value
    let failure: unknown = null
    try {
      yield { operation: new Elsewhere(operation, channel.worldRank(peer)), peer: ANY_SOURCE }
    } catch (error) {
      failure = error
    }
    next = failure === null ? steps.next() : giveUp(channel, steps, operation, failure)
  }
  return next.value
}

/** Says whom an operation waits for by the job's rank. */
class Elsewhere implements Waitable {
  private readonly operation: Waitable
  private readonly peer: number

  constructor(operation: Waitable, peer: number) {
    this.operation = operation
    this.peer = peer
  }

  get done(): boolean {
    return this.operation.done
  }

  get error(): Error | null {
    return this.operation.error
  }

  get awaited(): number {
    return this.operation.awaited ?? this.peer
  }
}

/** A nonblocking collective under way. */
class Run<T> extends Operation implements Activity {
  result: T | undefined
  private readonly channel: Channel
  private readonly steps: Steps<T>
  private step: Step | null

  constructor(channel: Channel, steps: Steps<T>) {
    super()
    this.channel = channel
    this.steps = steps
    this.step = this.enter(steps.next())
  }

  advance(): boolean {
    let any = false
    while (this.step !== null) {
      const { operation, peer } = this.step
      let failure = operation.done ? operation.error : this.failureOf(operation, peer)
      if (failure === null && !operation.done) break
      // It may have come about between the two looks, by a rank that went then.
      if (operation.done) failure = operation.error
      any = true
      this.resume(operation, failure)
    }
    return any
  }

  private resume(operation: Waitable, failure: unknown): void {
    try {
      this.step = this.enter(
        failure === null ? this.steps.next() : giveUp(this.channel, this.steps, operation, failure),
      )
    } catch (error) {
      this.step = null
      // An op may throw anything.
      this.finish((error ?? new Error(`${error} was thrown`)) as Error)
    }
  }

  private enter(next: IteratorResult<Step, T>): Step | null {
    if (next.done !== true) return next.value
    this.result = next.value
    this.finish()
    return null
  }

  /** Why the rank can never bring what is waited for. */
  private failureOf(operation: Waitable, peer: number): unknown {
    const awaited = operation.awaited
    try {
      this.channel.port.transport.requireAlive(awaited ?? this.channel.worldRank(peer))
      return null
    } catch (error) {
      // A rank that did its part before it went is not waited for any more, but another one may be.
      return operation.done || operation.awaited === awaited ? error : null
    }
  }
}

function giveUp<T>(channel: Channel, steps: Steps<T>, operation: Waitable, failure: unknown): IteratorResult<Step, T> {
  if (operation instanceof Receive) channel.cancel(operation)
  else if (operation instanceof ValueReceive) operation.cancel()
  return steps.throw(failure)
}
