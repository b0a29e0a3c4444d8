import type { Message } from '../../transport/transport.ts'
import { FAILED, VALUE } from '../element-types.ts'
import { Receive } from '../receive.ts'
import type { Arrival } from './arrival.ts'
import type { CollectiveCall } from './call.ts'
import { NUMBER_MASK } from './call-tag.ts'

/** A collective's receive. What its call does not expect is its error, and does not stay in the queue. */
export class CollectiveReceive extends Receive implements Arrival<Uint8Array> {
  readonly peer: number
  /** How many bytes must come; null for any number. */
  readonly expected: number | null
  private readonly call: CollectiveCall

  constructor(call: CollectiveCall, into: Uint8Array | null, peer: number, source: number, tag: number) {
    super(into, source, tag, NUMBER_MASK)
    this.call = call
    this.peer = peer
    this.expected = into === null ? null : into.length
  }

  get operation(): this {
    return this
  }

  take(): Uint8Array {
    return this.payload
  }

  override match(message: Message): boolean {
    if (message.type === FAILED) this.into = null
    // A value that does not belong here is not begun to be received: its large buffers have to be taken, too.
    const fits = message.type !== VALUE || (this.into === null && message.tag === this.tag)
    if (fits) return super.match(message)
    this.gotTag = message.tag
    this.gotType = VALUE
    this.call.swallow(message)
    this.finish()
    return true
  }

  override finish(error: Error | null = null): void {
    super.finish(this.cancelled || (error !== null && !isRefusal(error)) ? error : this.call.misfitOf(this))
  }
}

/** Whether the message was longer than expected, which the call tells of in its own terms. */
function isRefusal(error: Error): boolean {
  return (error as { code?: string }).code === 'ERR_TRUNCATED'
}
