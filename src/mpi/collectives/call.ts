import { CrossmemError } from '../../errors.ts'
import type { Arena } from '../../memory/arena.ts'
import type { Operation } from '../../transport/operation.ts'
import type { Message } from '../../transport/transport.ts'
import type { Channel } from '../channel.ts'
import { FAILED, VALUE } from '../element-types.ts'
import type { ValueChannel } from '../value-channel.ts'
import type { Arrival } from './arrival.ts'
import type { CollectiveName } from './call-tag.ts'
import { MORE, NUMBER_MASK, nameOf, rootOf, tagOf } from './call-tag.ts'
import { CollectiveReceive } from './collective-receive.ts'
import { Drain, swallow } from './drain.ts'
import { decodeFailure, encodeFailure } from './failure.ts'
import type { LocalCall } from './local/local-call.ts'
import type { Step, Steps } from './steps.ts'

/**
 * One rank's part in one collective call: its messages, and what must have ended before the call is done.
 *
 * Calls are numbered in the order in which they begin, which is the same on all ranks; so several can be under way at once, and each
 * takes its own messages only. What else their tags say is looked at when they have come: another collective or root
 * than this call's tells that the rank calls something else.
 */
export class CollectiveCall {
  readonly rank: number
  readonly size: number
  readonly channel: Channel
  /** Its place among the calls of its communicator, from 0. */
  readonly number: number
  private readonly line: ValueChannel
  private readonly tag: number
  private readonly sends: Step[] = []
  /** The call in the communicator's control block, once it is known that there is one. */
  local: LocalCall | null = null

  /** Takes the call's number: only when nothing can be wrong with this rank's arguments any more. */
  constructor(line: ValueChannel, name: CollectiveName, root = 0, number = line.calls++) {
    this.line = line
    this.channel = line.channel
    this.rank = line.rank
    this.size = line.size
    this.number = number
    this.tag = tagOf(this.number, name, root)
  }

  /** This rank's heap, for scratch memory. */
  get arena(): Arena {
    return this.channel.port.transport.arena
  }

  get name(): CollectiveName {
    return nameOf(this.tag)
  }

  /**
   * Starts a message; its bytes must stay as they are until {@link finishSends}.
   * @param more whether it is a piece of something that goes on
   */
  start(bytes: Uint8Array, dest: number, type = 0, more = false): void {
    this.remember(this.channel.start(bytes, dest, more ? this.tag | MORE : this.tag, type), dest)
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
  post(into: Uint8Array, source: number, more = false): CollectiveReceive {
    return this.receive(into, source, more)
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
    const { name, rank, tag } = this
    if (nameOf(gotTag) !== name) {
      return mismatch(
        `rank ${peer} called ${nameOf(gotTag)} where rank ${rank} called ${name}: ` +
          'all ranks of a communicator call its collectives in the same order',
      )
    }
    if (gotType === FAILED) return decodeFailure(receive.payload, name)
    if (rootOf(gotTag) !== rootOf(tag)) {
      return mismatch(
        `rank ${peer} called ${name} with root ${rootOf(gotTag)} where rank ${rank} called it with root ${rootOf(tag)}: ` +
          'give the same root on all ranks',
      )
    }
    if (gotTag !== receive.tag) {
      const [most, fewest] = (gotTag & MORE) === 0 ? [rank, peer] : [peer, rank]
      return mismatch(`rank ${most} has more elements in ${name} than rank ${fewest}: give lengths that agree`)
    }
    return expected === null ? null : this.misfit(gotType, length, expected, peer)
  }

  /** What is wrong with content that has come for a buffer. */
  misfit(type: number, length: number, expected: number, source: number): CrossmemError | null {
    if (type === VALUE) {
      return mismatch(
        `rank ${source} sent a value to the ${this.name} of rank ${this.rank}, which expects ${expected} bytes: ` +
          'give a buffer on all ranks, or on none',
      )
    }
    if (length === expected) return null
    return mismatch(
      `rank ${source} sent ${length} bytes to the ${this.name} of rank ${this.rank}, which expects ${expected}: ` +
        'give lengths that agree',
    )
  }

  /** Takes a message that does not fit out of the way. */
  swallow(message: Message): void {
    swallow(this.line, message)
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
    const { channel, rank, tag } = this
    // That is told to everybody by the job.
    if ((error as { code?: unknown } | null)?.code === 'ERR_RANK_DIED') return error
    this.local?.fail(error)
    const news = encodeFailure(error, rank)
    channel.members.forEach((member, dest) => {
      if (member !== channel.port.transport.rank) channel.start(news, dest, tag, FAILED)
    })
    channel.cancelAll(tag, NUMBER_MASK)
    channel.postReceive(new Drain(this.line, tag))
    return error
  }

  private receive(into: Uint8Array | null, source: number, more = false): CollectiveReceive {
    const tag = more ? this.tag | MORE : this.tag
    return this.channel.postReceive(new CollectiveReceive(this, into, source, this.channel.worldRank(source), tag))
  }

  private remember(operation: Operation | null, dest: number): void {
    if (operation !== null) this.sends.push({ operation, peer: dest })
  }
}

/** The error of a rank that finds another one to do something else. */
export function mismatch(sentence: string): CrossmemError {
  return new CrossmemError('ERR_COLLECTIVE_MISMATCH', sentence)
}
