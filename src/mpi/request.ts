import { Operation } from '../transport/operation.ts'
import type { Transport } from '../transport/transport.ts'

const ENDED = new Operation()
ENDED.finish()

/**
 * A nonblocking send or receive (MPI 4.1, 3.7). Its buffer belongs to it until it is done; it holds the buffer meanwhile.
 * Finish it with `wait`, `test` or `await`.
 */
export class Request<T> implements PromiseLike<T> {
  /**
   * Whether its result or its error was handed out: such requests are passed over by waitAny and its like, as MPI's null and inactive
   * requests are.
   */
  collected = false
  readonly transport: Transport
  #peer: number
  #operation: Operation
  #result: () => T
  #cancel: () => boolean
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
    this.#peer = peer
    this.#result = result
    this.#cancel = cancel
  }

  /** The rank of the job that it waits for, or ANY_SOURCE. */
  get peer(): number {
    return this.#peer
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
    try {
      this.transport.wait(this.#operation, this.peer)
    } finally {
      this.collected = this.done
    }
    return this.collect()
  }

  /** Looks whether it is done, and goes on with all messages. @throws its error */
  test(): boolean {
    this.#look()
    if (this.#operation.error !== null) this.collect()
    return this.done
  }

  /** What `wait` would return, if it is done, else null (MPI_Request_get_status): it stays as it is. @throws its error */
  getStatus(): T | null {
    this.#look()
    return this.done ? this.peek() : null
  }

  /**
   * Takes a receive back whose message has not come yet; its status says `cancelled`. Sends cannot be taken back: the receiver may have
   * begun to read the bytes.
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

  /** Calls `then` at its end, or now if it has ended. */
  whenDone(then: () => void): void {
    this.#operation.whenDone(then)
  }

  /** The result of a request that is done, which is handed out by this. @throws its error */
  collect(): T {
    this.collected = true
    return this.peek()
  }

  /** The result of a request that is done; it stays as it is. @throws its error */
  peek(): T {
    if (this.#operation.error !== null) throw this.#operation.error
    return this.#result()
  }

  /** From here on stands for what another request stands for. */
  protected adopt(other: Request<T>): void {
    this.collected = false
    this.#peer = other.#peer
    this.#operation = other.#operation
    this.#result = other.#result
    this.#cancel = other.#cancel
    this.#promise = undefined
  }

  #look(): void {
    if (!this.done) this.transport.progress()
    if (!this.done) this.transport.requireAlive(this.peer)
  }
}
