import { alloc, type Communicator, type Request, waitAll } from '../../src/mpi/index.ts'
import { checksumOf, contentOf, PATTERN, wrap } from './expectation.ts'
import { LONGEST, messagesOf, type Planned, receptionOf } from './plan.ts'

type Random = (limit: number) => number

/** Sends what a rank has for the others in a round, in the ways that it likes. */
export class Sender {
  checksum = 0
  count = 0
  readonly #seed: number
  readonly #random: Random
  readonly #unawaited: number
  readonly #arena = alloc(Uint8Array, PATTERN.length)
  /** For blocking sends: overwritten as soon as the send says that it may be. */
  readonly #scratch = [new Uint8Array(LONGEST), alloc(Uint8Array, LONGEST)]

  /** @param unawaited the longest message whose blocking send ends without its receive */
  constructor(seed: number, random: Random, unawaited: number) {
    this.#seed = seed
    this.#unawaited = unawaited
    this.#random = random
    this.#arena.set(PATTERN)
  }

  /** Starts all messages of a round, those to each rank in order. @returns what is still under way */
  send(communicator: Communicator, round: number): Request<void>[] {
    const { rank, size } = communicator
    const queues = Array.from({ length: size }, (_, dest) => ({
      dest,
      messages: messagesOf(this.#seed, round, rank, dest),
      next: 0,
      expected: receptionOf(this.#seed, round, dest).posted,
    }))
    const underWay: Request<void>[] = []
    while (queues.length > 0) {
      const queue = queues[this.#random(queues.length)]
      for (let burst = 1 + this.#random(8); burst > 0 && queue.next < queue.messages.length; burst--) {
        const message = queue.messages[queue.next++]
        this.count++
        this.checksum = (this.checksum + checksumOf(rank, queue.dest, message)) >>> 0
        const request = this.#start(communicator, message, queue.dest, queue.expected)
        if (request !== null) underWay.push(request)
      }
      if (queue.next === queue.messages.length) queues.splice(queues.indexOf(queue), 1)
    }
    return underWay
  }

  /** Ends what is under way: at once, one after the other, or from the event loop. */
  async finish(requests: Request<void>[]): Promise<void> {
    if (this.#random(8) === 0) await Promise.all(requests)
    else waitAll(requests)
  }

  /**
   * @param expected whether its receive is posted already, or will be before its receiver waits for anybody: then a send may block
   */
  #start(communicator: Communicator, message: Planned, dest: number, expected: boolean): Request<void> | null {
    const { tag, length } = message
    const to = { dest, tag }
    const way = this.#random(8)
    if (way < 4 && (expected || length <= this.#unawaited) && !message.value) {
      const scratch = this.#scratch[way % 2].subarray(0, length)
      scratch.set(contentOf(message))
      // A rank waits for itself only if its receive is posted.
      if (way < 1 && expected) communicator.ssend(scratch, to)
      else communicator.send(scratch, to)
      scratch.fill(0xee)
      return null
    }
    const source = this.#random(2) === 0 ? PATTERN : this.#arena
    const bytes = source.subarray(message.from, message.from + length)
    const content = message.value ? wrap(message, bytes) : bytes
    return way === 4 ? communicator.issend(content, to) : communicator.isend(content, to)
  }
}
