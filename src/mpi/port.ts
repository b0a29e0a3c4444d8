import { CrossmemError } from '../errors.ts'
import type { Transport } from '../transport/transport.ts'
import { Matcher } from './matcher.ts'
import { SendBuffer } from './send-buffer.ts'

/**
 * How many contexts a communicator has: point-to-point, collectives, for each of the two the large parts of values, one for what some of
 * its ranks agree on among themselves, and one for partitioned messages.
 */
export const CONTEXTS = 6
export const WIRE_CONTEXT = 4
export const PARTITIONED_CONTEXT = 5
/** The first contexts of the communicators that are there from the beginning. */
export const WORLD_CONTEXT = 0
export const SELF_CONTEXT = CONTEXTS
const PREDEFINED = 2
const LAST_CONTEXT = 2 ** 31 - 1

/** A rank's one connection to its job, shared by all communicators. */
export class Port {
  readonly transport: Transport
  readonly matcher = new Matcher()
  /** For buffered sends in communicators that have none of their own. */
  readonly sendBuffer: SendBuffer
  #reserved = 0

  constructor(transport: Transport) {
    this.transport = transport
    this.sendBuffer = new SendBuffer(transport)
    transport.inbox = this.matcher
  }

  /**
   * Contexts that no other communicator of the job has or will have: each rank has numbers of its own. So whoever leads the making of a
   * communicator can name them, however many are being made at the same time.
   * @returns the first of them
   * @throws CrossmemError ERR_CONTEXTS
   */
  reserveContexts(): number {
    const { rank, size } = this.transport
    const first = this.#contextsOf(this.#reserved)
    if (first + CONTEXTS - 1 > LAST_CONTEXT) {
      throw new CrossmemError(
        'ERR_CONTEXTS',
        `rank ${rank} has used up its share of the contexts, which are enough for some 350 million communicators ` +
          `in all, and are divided equally among the ${size} ranks: make communicators once, and keep them`,
      )
    }
    this.#reserved++
    return first
  }

  /** Takes back contexts that were not needed, if they were the last to be reserved. */
  returnContexts(first: number): void {
    if (first === this.#contextsOf(this.#reserved - 1)) this.#reserved--
  }

  #contextsOf(reservation: number): number {
    const { rank, size } = this.transport
    return (PREDEFINED + reservation * size + rank) * CONTEXTS
  }
}
