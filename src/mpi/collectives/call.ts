import { CrossmemError } from '../../errors.ts'
import type { Operation } from '../../transport/operation.ts'
import type { Message } from '../../transport/transport.ts'
import type { Channel } from '../channel.ts'
import { FAILED, VALUE } from '../element-types.ts'
import type { ValueChannel } from '../value-channel.ts'
import type { Arrival } from './arrival.ts'
import { CollectiveReceive } from './collective-receive.ts'
import { Drain, swallow } from './drain.ts'
import { decodeFailure, encodeFailure } from './failure.ts'
import type { Step, Steps } from './steps.ts'

/** Each collective's messages carry its place in this list in their tag. */
const NAMES = [
  'barrier',
  'bcast',
  'reduce',
  'allreduce',
  'gather',
  'gatherv',
  'scatter',
  'scatterv',
  'allgather',
  'allgatherv',
  'alltoall',
  'alltoallv',
  'alltoallw',
  'reduceScatter',
  'reduceScatterBlock',
  'scan',
  'exscan',
] as const

export type CollectiveName = (typeof NAMES)[number]

const NAME_BITS = 5
/** Tags are less than 2^30. Nobody has so many calls under way that two of them could have the same number. */
const CALL_NUMBERS = 2 ** (30 - NAME_BITS)

/**
 * One rank's part in one collective call: its messages, and what must have ended before the call is done.
 *
 *     tag:  number of the call (25 bits) | collective (5 bits)
 *
 * Calls are numbered in the order in which they begin, which is the same on all ranks; so several can be under way at once, and each
 * takes its own messages only. Which collective a message is of is looked at when it has come: another one than this
 * tells that its rank calls another collective.
 */
export class CollectiveCall {
  readonly rank: number
  readonly size: number
  /** What its messages carry, and the bits of it that they are received by. */
  readonly tag: number
  readonly mask = -1 << NAME_BITS
  private readonly line: ValueChannel
  private readonly channel: Channel
  private readonly name: CollectiveName
  private readonly sends: Step[] = []

  /** Takes the call's number: only when nothing can be wrong with this rank's arguments any more. */
  constructor(line: ValueChannel, name: CollectiveName) {
    this.line = line
    this.channel = line.channel
    this.rank = line.rank
    this.size = line.size
    this.name = name
    this.tag = (line.calls << NAME_BITS) + NAMES.indexOf(name)
    line.calls = (line.calls + 1) % CALL_NUMBERS
  }

  /** Starts a message; its bytes must stay as they are until {@link finishSends}. */
  start(bytes: Uint8Array, dest: number, type = 0): void {
    this.remember(this.channel.start(bytes, dest, this.tag, type), dest)
  }

  startValue(value: unknown, dest: number): void {
    this.remember(this.line.startValue(value, dest, this.tag), dest)
  }

  /** Whether there is anything for {@link finishSends} to wait for. */
  get isSending(): boolean {
    return this.sends.length > 0
  }

  /** Ends when the bytes of all that was started may be changed. */
  *finishSends(): Steps<void> {
    for (const send of this.sends) yield send
    this.sends.length = 0
  }

  /** Starts to receive a message that fills a buffer exactly. */
  post(into: Uint8Array, source: number): CollectiveReceive {
    return this.receive(into, source)
  }

  /** Starts to receive bytes, however many they are. */
  postBytes(source: number): CollectiveReceive {
    return this.receive(null, source)
  }

  /** Starts to receive any value. */
  postValue(source: number): Arrival<unknown> {
    const operation = this.line.valueOf(this.receive(null, source))
    return { operation, peer: source, take: () => operation.value() }
  }

  /** What is wrong with a message that has come for a receive. */
  misfitOf(receive: CollectiveReceive): CrossmemError | null {
    const { gotTag, gotType, length, peer, expected } = receive
    if (gotTag !== this.tag) {
      return this.mismatch(
        `rank ${peer} called ${NAMES[gotTag & ~this.mask]} where rank ${this.rank} called ${this.name}: ` +
          'all ranks of a communicator call its collectives in the same order',
      )
    }
    if (gotType === FAILED) return decodeFailure(receive.payload, this.name)
    return expected === null ? null : this.misfit(gotType, length, expected, peer)
  }

  /** What is wrong with content that has come for a buffer. */
  misfit(type: number, length: number, expected: number, source: number): CrossmemError | null {
    if (type === VALUE) {
      return this.mismatch(
        `rank ${source} sent a value to the ${this.name} of rank ${this.rank}, which expects ${expected} bytes: ` +
          'give a buffer on all ranks, or on none',
      )
    }
    if (length === expected) return null
    return this.mismatch(
      `rank ${source} sent ${length} bytes to the ${this.name} of rank ${this.rank}, which expects ${expected}: ` +
        'give lengths that agree',
    )
  }

  /** Takes a message that does not fit out of the way. */
  swallow(message: Message): void {
    swallow(this.line, message)
  }

  mismatch(sentence: string): CrossmemError {
    return new CrossmemError('ERR_COLLECTIVE_MISMATCH', sentence)
  }

  /** Sees to it that nobody waits for this rank if it fails. Short calls do it themselves, for each generator takes its time. */
  *guard<T>(steps: Steps<T>): Steps<T> {
    try {
      return yield* steps
    } catch (error) {
      throw this.fail(error)
    }
  }

  /** Tells the others that nothing more comes from here, and takes what they still send. @returns the error */
  fail(error: unknown): unknown {
    const { channel, rank, size, tag, mask } = this
    // That is told to everybody by the job.
    if ((error as { code?: unknown } | null)?.code === 'ERR_RANK_DIED') return error
    const news = encodeFailure(error, rank)
    for (let dest = 0; dest < size; dest++) if (dest !== rank) channel.start(news, dest, tag, FAILED)
    channel.cancelAll(tag, mask)
    channel.postReceive(new Drain(this.line, tag, mask))
    return error
  }

  private receive(into: Uint8Array | null, source: number): CollectiveReceive {
    return this.channel.postReceive(new CollectiveReceive(this, into, source, this.channel.worldRank(source)))
  }

  private remember(operation: Operation | null, dest: number): void {
    if (operation !== null) this.sends.push({ operation, peer: dest })
  }
}
