import { CrossmemError } from '../errors.ts'
import type { Transport } from '../transport/transport.ts'
import { Matcher } from './matcher.ts'

/** How many contexts a communicator has: point-to-point, collectives, and for each of the two the large parts of values. */
export const CONTEXTS = 4
const LAST_CONTEXT = 2 ** 31 - 1 - CONTEXTS

/** A rank's one connection to its job, shared by all communicators. */
export class Port {
  readonly transport: Transport
  readonly matcher = new Matcher()
  /** The first context that this rank has not used yet. */
  nextContext = 0

  constructor(transport: Transport) {
    this.transport = transport
    transport.inbox = this.matcher
  }

  /** Takes the contexts of a new communicator, from the first that all its members have free. */
  takeContexts(first: number): number {
    if (first > LAST_CONTEXT) {
      throw new CrossmemError(
        'ERR_CONTEXTS',
        'this job has made more communicators than contexts exist (some 500 million)',
      )
    }
    this.nextContext = first + CONTEXTS
    return first
  }
}
