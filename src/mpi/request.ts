import { Operation } from '../transport/operation.ts'
import type { Transport } from '../transport/transport.ts'

const ENDED = new Operation()
ENDED.finish()

/**
 * A nonblocking send or receive (MPI 4.1, 3.7). Its buffer belongs to it until it is done; it holds the buffer meanwhile.
 * Finish it with `wait`, `test` or `await`.
 */
export class Request<T> implements PromiseLike<T> {
  /** Whether its result was handed out: such requests are passed over by waitAny and its like, as MPI's null requests are. */
  collected = false
  readonly transport: Transport
  /** The rank of the job that it waits for, or ANY_SOURCE. */
  readonly peer: number
  readonly #operation: Operation
  readonly #result: () => T
  readonly #cancel: () => boolean
  #promise: Promise<T> | undefined

  constructor(
    transport: Transport,
    operation: Operation | null,
    peer: number,
    result: () => T,
    cancel: () => boolean = () => false,
  ) {
    this.transport = transport
    this.#operation = operation ?? ENDED
    this.peer = peer
    this.#result = result
    this.#cancel = cancel
  }

  /** Whether it has ended, as far as this process has looked; `test` looks. */
  get done(): boolean {
    return this.#operation.done
  }

  /**
   * Blocks until it is done.
   * @returns the status of a receive into a buffer, or the value of one without
   * @throws its error, see Communicator.recv and send
   */
  wait(): T {
    this.transport.wait(this.#operation, this.peer)
    return this.collect()
  }

  /** Looks whether it is done, and goes on with all messages. @throws its error */
  test(): boolean {
    if (!this.done) this.transport.progress()
    if (!this.done) this.transport.requireAlive(this.peer)
    if (this.#operation.error !== null) throw this.#operation.error
    return this.done
  }

  /**
   * Takes a receive back whose message has not come yet; its status says `cancelled`. Sends cannot be taken back.
   * @returns whether it was taken back
   */
  cancel(): boolean {
    return this.#cancel()
  }

  /** For `await`: the event loop turns meanwhile. */
  // biome-ignore lint/suspicious/noThenProperty: a request is awaited like any promise
  then<A = T, B = never>(
    fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#promise ??= new Promise((resolve, reject) => {
      const operation = this.#operation
      operation.whenDone(() => {
        if (operation.error !== null) reject(operation.error)
        else resolve(this.collect())
      })
      if (!operation.done) this.transport.follow(operation, this.peer)
    })
    return this.#promise.then(fulfilled, rejected)
  }

  /** The result of a request that is done. @throws its error */
  collect(): T {
    this.collected = true
    if (this.#operation.error !== null) throw this.#operation.error
    return this.#result()
  }
}
