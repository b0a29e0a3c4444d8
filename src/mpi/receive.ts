import { CrossmemTypeError } from '../errors.ts'
import { type Content, isGone } from '../memory/pieces.ts'
import { receiverGone } from '../transport/failure.ts'
import { Operation } from '../transport/operation.ts'
import type { Message } from '../transport/transport.ts'
import { ANY_TAG } from './constants.ts'
import { VALUE } from './element-types.ts'

const ALL_BITS = -1

/** The bits of a tag that count when it is asked for. */
export function maskOf(tag: number): number {
  return tag === ANY_TAG ? 0 : ALL_BITS
}

/** A receive: posted, then matched with a message, then done. Also a link of the list in which it is posted. */
export class Receive extends Operation {
  /** The rank of the job that it waits for, or ANY_SOURCE. */
  readonly source: number
  readonly tag: number
  /** The bits of a tag that count: all, or none for ANY_TAG. */
  readonly mask: number
  /** Where the bytes go; without a buffer, one that fits is made at the match. */
  into: Content | null
  next: Receive | null = null
  previous: Receive | null = null
  /** Its place in the order of posting; 0 while it is not posted. */
  sequence = 0
  cancelled = false
  /** Of the message, once matched. */
  from = 0
  gotTag = 0
  gotType = 0
  length = 0
  private readonly capacity: number

  constructor(into: Content | null, source: number, tag: number, mask = maskOf(tag)) {
    super()
    this.into = into
    this.capacity = into === null ? 0 : into.length
    this.source = source
    this.tag = tag
    this.mask = mask
  }

  /** Whether it stays when it has matched a message, for others that come. */
  get lasting(): boolean {
    return false
  }

  accepts(tag: number): boolean {
    return ((this.tag ^ tag) & this.mask) === 0
  }

  /** Begins to move the message's bytes. @returns false when the message must stay, for a receive of another kind */
  match(message: Message): boolean {
    this.from = message.source
    this.gotTag = message.tag
    this.gotType = message.type
    this.length = message.length
    if (this.into === null) {
      try {
        this.into = Buffer.allocUnsafeSlow(message.length)
      } catch (error) {
        this.finish(error as RangeError)
        return false
      }
    } else if (message.type === VALUE) {
      this.finish(needsNoBuffer(message.source))
      return false
    } else if (isGone(this.into, this.capacity)) {
      message.receive(Buffer.allocUnsafeSlow(message.length), new Operation())
      this.finish(receiverGone())
      return true
    }
    message.receive(this.into, this)
    return true
  }

  /** The bytes that came, of a receive into one piece. */
  get payload(): Uint8Array {
    return (this.into as Uint8Array).subarray(0, this.length)
  }
}

function needsNoBuffer(source: number): CrossmemTypeError {
  return new CrossmemTypeError(
    'ERR_VALUE_MESSAGE',
    `the message from rank ${source} is a value, not bytes: receive it without a buffer. It is still there.`,
  )
}
