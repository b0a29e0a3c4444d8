import { bytesOf, isBytes } from '../memory/bytes.ts'
import { Operation } from '../transport/operation.ts'
import { allOf } from './all-of.ts'
import type { Channel } from './channel.ts'
import type { ShortCall } from './collectives/local/short-call.ts'
import { TAG_UB } from './constants.ts'
import { Layout } from './datatype/layout.ts'
import { revive, typeOf, VALUE } from './element-types.ts'
import type { Receive } from './receive.ts'
import type { SendBuffer } from './send-buffer.ts'
import { deserialize, readHead, serialize } from './serialize.ts'

/** Messages of any value on a channel: bytes and data of datatypes as they are, all else by structured clone, its large buffers on a second channel. */
export class ValueChannel {
  readonly rank: number
  readonly size: number
  /** For bytes of known length into given memory. */
  readonly channel: Channel
  /** How many collective calls have begun here; the same on all ranks, if they agree. */
  calls = 0
  /** Of an intercommunicator: where this rank's group makes its part of a collective, among itself. Else null. */
  readonly ownGroup: ValueChannel | null
  /** For short collective calls, once there were any. */
  short: ShortCall | null = null
  private readonly parts: Channel
  private partsSent = 0

  constructor(channel: Channel, parts: Channel, ownGroup: ValueChannel | null = null) {
    this.channel = channel
    this.parts = parts
    this.ownGroup = ownGroup
    // The two groups have no control block together.
    if (ownGroup !== null) channel.block = null
    this.rank = channel.rank
    this.size = channel.size
  }

  /** Starts a message. @returns null when the value may be changed already */
  startValue(value: unknown, dest: number, tag: number, synchronous = false): Operation | null {
    if (isBytes(value)) return this.channel.start(bytesOf(value), dest, tag, typeOf(value), synchronous)
    if (value instanceof Layout) return this.channel.start(value.content, dest, tag, value.type, synchronous)
    const { head, parts } = serialize(value, this.partsSent)
    return this.startPieces([head, ...parts], dest, tag, synchronous)
  }

  /** Starts a message from a copy of it. @throws CrossmemError ERR_BUFFER when the buffer has no room */
  startBuffered(value: unknown, dest: number, tag: number, buffer: SendBuffer): void {
    const peer = this.channel.worldRank(dest)
    // A message to oneself is delivered when it is received: until then it has its place in the buffer.
    const toSelf = peer === this.channel.port.transport.rank
    if (isBytes(value) || value instanceof Layout) {
      const [bytes, type] = value instanceof Layout ? [value.packed(), value.type] : [bytesOf(value), typeOf(value)]
      buffer.send([bytes], peer, ([copy]) => this.channel.start(copy, dest, tag, type, toSelf))
      return
    }
    const { head, parts } = serialize(value, this.partsSent)
    buffer.send([head, ...parts], peer, (pieces) => this.startPieces(pieces, dest, tag, toSelf))
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

  /** Starts a serialized value, which has named {@link partsSent} as the tag of its parts. */
  private startPieces(
    [head, ...parts]: Uint8Array[],
    dest: number,
    tag: number,
    synchronous: boolean,
  ): Operation | null {
    const partsTag = this.partsSent
    const operations = [this.channel.start(head, dest, tag, VALUE, synchronous)]
    if (parts.length > 0) this.partsSent = (this.partsSent + 1) % TAG_UB
    for (const part of parts) operations.push(this.parts.start(part, dest, partsTag))
    return allOf(operations)
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
