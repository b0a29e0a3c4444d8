import { Operation } from '../transport/operation.ts'
import type { Transport } from '../transport/transport.ts'
import { Request } from './request.ts'
import { Status } from './status.ts'
import { port } from './world.ts'

/** What a generalized request calls. */
export interface GeneralizedFunctions {
  /** Fills in what is known of the operation that is complete, whenever its status is asked for. */
  query?(status: Status): void
  /** Gives back what belongs to the request, once, when it is complete and its status was handed out, or it was freed. */
  free?(): void
  /** Tries to take the operation back. @returns whether it was taken back; query has to say so in the status too */
  cancel?(complete: boolean): boolean
}

/** An operation of the program's own, to be waited for together with messages (MPI 4.1, chapter 13.2). */
export class GeneralizedRequest extends Request<Status> {
  readonly #operation: Operation
  #free: (() => void) | null

  constructor(transport: Transport, { query, free, cancel }: GeneralizedFunctions) {
    const operation = new Operation()
    const status = () => {
      const filled = new Status()
      query?.(filled)
      return filled
    }
    super(transport, operation, transport.rank, status, () => cancel?.(operation.done) ?? false)
    this.#operation = operation
    this.#free = free ?? null
  }

  /** Tells that the operation has ended (MPI_Grequest_complete). */
  complete(): void {
    this.#operation.finish()
  }

  /** Gives the request up (MPI_Request_free); it may still be to be completed. */
  free(): void {
    this.#operation.whenDone(() => this.#release())
  }

  override collect(): Status {
    const status = super.collect()
    this.#release()
    return status
  }

  #release(): void {
    const free = this.#free
    this.#free = null
    free?.()
  }
}

/**
 * Starts an operation of the program's own (MPI_Grequest_start): a request that is done when its `complete` is called.
 * @example
 * const request = greqStart({ query: (status) => status.set(world.rank, 7, 8, 8) })
 * setImmediate(() => request.complete())
 * console.log((await request).count)
 */
export function greqStart(functions: GeneralizedFunctions): GeneralizedRequest {
  return new GeneralizedRequest(port.transport, functions)
}
