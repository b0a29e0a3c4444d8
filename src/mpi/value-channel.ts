import { bytesOf, isBytes } from '../memory/bytes.ts'
import { Operation } from '../transport/operation.ts'
import type { Channel } from './channel.ts'
import type { ShortCall } from './collectives/local/short-call.ts'
import { TAG_UB } from './constants.ts'
import { Layout } from './datatype/layout.ts'
import { revive, typeOf, VALUE } from './element-types.ts'
import type { Receive } from './receive.ts'
import { deserialize, readHead, serialize } from './serialize.ts'

/** Messages of any value on a channel: bytes and data of datatypes as they are, all else by structured clone, its large buffers on a second channel. */
export class ValueChannel {
  readonly rank: number
  readonly size: number
  /** For bytes of known length into given memory. */
  readonly channel: Channel
  /** How many collective calls have begun here; the same on all ranks, if they agree. */
  calls = 0
  /** For short collective calls, once there were any. */
  short: ShortCall | null = null
  private readonly parts: Channel
  private partsSent = 0

  constructor(channel: Channel, parts: Channel) {
    this.channel = channel
    this.parts = parts
    this.rank = channel.rank
    this.size = channel.size
  }

  /** Starts a message. @returns null when the value may be changed already */
  startValue(value: unknown, dest: number, tag: number, synchronous = false): Operation | null {
    if (isBytes(value)) return this.channel.start(bytesOf(value), dest, tag, typeOf(value), synchronous)
    if (value instanceof Layout) return this.channel.start(value.content, dest, tag, value.type, synchronous)
    const partsTag = this.partsSent
    const { head, parts } = serialize(value, partsTag)
    const operations = [this.channel.start(head, dest, tag, VALUE, synchronous)]
    if (parts.length > 0) this.partsSent = (this.partsSent + 1) % TAG_UB
    for (const part of parts) operations.push(this.parts.start(part, dest, partsTag))
    return allOf(operations)
  }

  sendValue(value: unknown, dest: number, tag: number): void {
    const operation = this.startValue(value, dest, tag)
    if (operation !== null) this.channel.wait(operation, dest)
  }

  /** Starts a receive of whatever was sent. */
  postValue(source: number, tag: number): ValueReceive {
    return new ValueReceive(this.channel.post(null, source, tag), this.parts, this.channel)
  }

  receiveValue(source: number, tag: number): unknown {
    const receive = this.postValue(source, tag)
    try {
      this.channel.wait(receive, source)
    } finally {
      receive.cancel()
    }
    return receive.value()
  }

  /** Receives the rest of a value whose beginning a receive has matched. */
  valueOf(head: Receive): ValueReceive {
    return new ValueReceive(head, this.parts, this.channel)
  }
}

/** A receive of any value: first the message, then the parts that it announces. */
export class ValueReceive extends Operation {
  readonly head: Receive
  private readonly channel: Channel
  private readonly partsChannel: Channel
  private parts: Receive[] = []
  private form: Uint8Array | null = null

  constructor(head: Receive, partsChannel: Channel, channel: Channel) {
    super()
    this.head = head
    this.partsChannel = partsChannel
    this.channel = channel
    head.whenDone(() => this.headArrived())
  }

  /** Takes the receive back, if nothing has matched it. */
  cancel(): boolean {
    return this.channel.cancel(this.head)
  }

  /** What was sent, once it is here. */
  value(): unknown {
    if (this.head.cancelled) return undefined
    if (this.form !== null) return deserialize(this.form, this.parts.map(wholeBuffer))
    return revive(this.head.gotType, wholeBuffer(this.head))
  }

  private headArrived(): void {
    const { head } = this
    if (head.error !== null || head.cancelled || head.gotType !== VALUE) {
      this.finish(head.error)
      return
    }
    const { tag, lengths, form } = readHead(head.payload)
    this.form = form
    const source = this.partsChannel.rankOf(head.from)
    try {
      const buffers = lengths.map((length) => Buffer.allocUnsafeSlow(length))
      this.parts = buffers.map((buffer) => this.partsChannel.post(buffer, source, tag))
    } catch (error) {
      this.finish(error as RangeError)
      return
    }
    const all = allOf(this.parts)
    if (all === null) this.finish()
    else all.whenDone(() => this.finish(all.error))
  }
}

/** A receive's bytes, as all of their buffer. */
function wholeBuffer(receive: Receive): Uint8Array<ArrayBuffer> {
  return receive.into as Uint8Array<ArrayBuffer>
}

/** One operation for several; null when all have ended well already. */
function allOf(operations: (Operation | null)[]): Operation | null {
  const pending = operations.filter((operation) => operation !== null && !(operation.done && operation.error === null))
  if (pending.length === 0) return null
  const all = new Operation()
  let left = pending.length
  for (const operation of pending as Operation[]) {
    operation.whenDone(() => {
      if (--left === 0 || operation.error !== null) all.finish(operation.error)
    })
  }
  return all
}
