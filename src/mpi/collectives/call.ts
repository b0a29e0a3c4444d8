import { CrossmemError } from '../../errors.ts'
import type { Operation } from '../../transport/operation.ts'
import type { Channel } from '../channel.ts'
import { ANY_TAG } from '../constants.ts'
import { VALUE } from '../element-types.ts'
import type { Receive } from '../receive.ts'
import type { ValueChannel } from '../value-channel.ts'

/** Each collective's messages carry its place in this list as their tag. */
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
] as const

export type CollectiveName = (typeof NAMES)[number]

/** Something that will have arrived when it is called; it returns what did. */
export type Arrival<T> = () => T

/**
 * One rank's part in one collective call: its messages, and what must have ended before the call returns.
 *
 * Messages between two ranks never overtake, so the next one from a rank belongs to this call. Any tag is taken, and
 * another tag than this call's tells that the rank is in another collective.
 */
export class CollectiveCall {
  readonly rank: number
  readonly size: number
  private readonly line: ValueChannel
  private readonly channel: Channel
  private readonly name: CollectiveName
  private readonly tag: number
  private readonly sends: { operation: Operation; dest: number }[] = []

  constructor(line: ValueChannel, name: CollectiveName) {
    this.line = line
    this.channel = line.channel
    this.rank = line.rank
    this.size = line.size
    this.name = name
    this.tag = NAMES.indexOf(name)
  }

  /** Starts a message; its bytes must stay as they are until {@link finishSends}. */
  start(bytes: Uint8Array, dest: number, type = 0): void {
    this.remember(this.channel.start(bytes, dest, this.tag, type), dest)
  }

  startValue(value: unknown, dest: number): void {
    this.remember(this.line.startValue(value, dest, this.tag), dest)
  }

  /** Blocks until the bytes of all that was started may be changed. */
  finishSends(): void {
    for (const { operation, dest } of this.sends) this.channel.wait(operation, dest)
    this.sends.length = 0
  }

  /** Starts to receive a message that fills a buffer exactly. */
  post(into: Uint8Array, source: number): Arrival<Receive> {
    const receive = this.channel.post(into, source, ANY_TAG)
    return () => {
      this.await(receive, source)
      this.checkBytes(receive, into.length, source)
      return receive
    }
  }

  /** Receives a message that fills a buffer exactly. @returns what its bytes were */
  receive(into: Uint8Array, source: number): number {
    return this.post(into, source)().gotType
  }

  /** Starts to receive bytes, however many they are. */
  postBytes(source: number): Arrival<Uint8Array> {
    const receive = this.channel.post(null, source, ANY_TAG)
    return () => {
      this.await(receive, source)
      return receive.payload
    }
  }

  /** Starts to receive any value. */
  postValue(source: number): Arrival<unknown> {
    const receive = this.line.postValue(source, ANY_TAG)
    return () => {
      this.channel.wait(receive, source)
      this.checkTag(receive.head, source)
      return receive.value()
    }
  }

  /** @throws CrossmemError ERR_COLLECTIVE_MISMATCH unless as many bytes came as were expected */
  checkLength(length: number, expected: number, source: number): void {
    if (length !== expected) {
      throw this.mismatch(
        `rank ${source} sent ${length} bytes to the ${this.name} of rank ${this.rank}, which expects ${expected}: ` +
          'give lengths that agree',
      )
    }
  }

  /** @throws CrossmemError ERR_COLLECTIVE_MISMATCH if a value came where bytes were expected */
  checkIsBytes(type: number, expected: number, source: number): void {
    if (type === VALUE) {
      throw this.mismatch(
        `rank ${source} sent a value to the ${this.name} of rank ${this.rank}, which expects ${expected} bytes: ` +
          'give a buffer on all ranks, or on none',
      )
    }
  }

  mismatch(sentence: string): CrossmemError {
    return new CrossmemError('ERR_COLLECTIVE_MISMATCH', sentence)
  }

  private remember(operation: Operation | null, dest: number): void {
    if (operation !== null) this.sends.push({ operation, dest })
  }

  private await(receive: Receive, source: number): void {
    try {
      this.channel.wait(receive, source)
    } catch (error) {
      // A message that its receive did not take is told of by the checks, in the collective's terms.
      if (!isRefusal(error)) throw error
    }
    this.checkTag(receive, source)
  }

  private checkTag(receive: Receive, source: number): void {
    if (receive.gotTag !== this.tag) {
      throw this.mismatch(
        `rank ${source} called ${NAMES[receive.gotTag]} where rank ${this.rank} called ${this.name}: ` +
          'all ranks of a communicator call its collectives in the same order',
      )
    }
  }

  private checkBytes(receive: Receive, expected: number, source: number): void {
    this.checkIsBytes(receive.gotType, expected, source)
    this.checkLength(receive.length, expected, source)
  }
}

function isRefusal(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === 'ERR_TRUNCATED' || code === 'ERR_VALUE_MESSAGE'
}
