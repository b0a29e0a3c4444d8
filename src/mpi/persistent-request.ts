import { CrossmemError } from '../errors.ts'
import type { Transport } from '../transport/transport.ts'
import { PROC_NULL } from './constants.ts'
import { Request } from './request.ts'

/**
 * A communication with the same arguments again and again (MPI 4.1, chapter 3.9). It is inactive until `start`, and again when `wait`,
 * `test`, `await` or one of waitAll and its like has told of its end. Waiting for an inactive one returns at once what the last time gave.
 */
export class PersistentRequest<T> extends Request<T> {
  readonly #begin: () => Request<T>
  readonly #release: () => void
  #freed = false

  /**
   * @param begin starts the communication once
   * @param release gives back what it holds beside that
   */
  constructor(transport: Transport, begin: () => Request<T>, release: () => void = () => {}) {
    super(transport, null, PROC_NULL, () => undefined as T)
    this.collected = true
    this.#begin = begin
    this.#release = release
  }

  /** Whether it was started, and its end not told of since. */
  get active(): boolean {
    return !this.collected
  }

  /**
   * Begins the communication (MPI_Start). The buffer belongs to it until it is done.
   * @returns the request itself
   * @throws CrossmemError ERR_REQUEST_ACTIVE, ERR_REQUEST_FREED
   */
  start(): this {
    if (this.#freed) throw new CrossmemError('ERR_REQUEST_FREED', 'this request was freed: make a new one')
    if (this.active) {
      throw new CrossmemError(
        'ERR_REQUEST_ACTIVE',
        'this request is active and cannot be started: wait for it, or test it until it is done, before',
      )
    }
    this.adopt(this.#begin())
    return this
  }

  override test(): boolean {
    const ended = super.test()
    if (ended) this.collected = true
    return ended
  }

  /** Gives it up (MPI_Request_free): it cannot be started any more. If it is active, that goes on to its end. */
  free(): void {
    if (this.#freed) return
    this.#freed = true
    this.#release()
  }

  [Symbol.dispose](): void {
    this.free()
  }
}

/** Starts all of them (MPI_Startall). @throws as {@link PersistentRequest.start}: those before it in the list are started then */
export function startAll(requests: readonly PersistentRequest<unknown>[]): void {
  for (const request of requests) request.start()
}
