import { CrossmemError } from '../errors.ts'
import type { Bytes } from '../memory/bytes.ts'
import type { Message } from '../transport/transport.ts'
import { revive, VALUE } from './element-types.ts'
import { Loan } from './loan.ts'
import { contentOf, type MessageBuffer, unitOf } from './message-buffer.ts'
import { Receive } from './receive.ts'
import { messageStatus, receiveStatus } from './receive-status.ts'
import { Request } from './request.ts'
import type { Status } from './status.ts'
import type { ValueChannel } from './value-channel.ts'

/**
 * A message that mprobe or improbe found: only this object can receive it, once (MPI 4.1, 3.8.2).
 *
 * @example
 * const message = world.mprobe()
 * const values = alloc(Float64Array, message.status.count)
 * message.recv(values)
 */
export class MatchedMessage {
  readonly status: Status
  readonly #line: ValueChannel
  /** Null when it was received. */
  #message: Message | null

  constructor(line: ValueChannel, message: Message) {
    this.#line = line
    this.#message = message
    this.status = messageStatus(line.channel, message)
  }

  /** Receives it into a buffer. @returns the status */
  recv(buffer: MessageBuffer): Status
  /** Receives it. @returns what was sent */
  recv(): unknown
  recv(buffer?: MessageBuffer): unknown {
    return buffer === undefined ? this.irecv().wait() : this.irecv(buffer).wait()
  }

  /** Starts to receive it into a buffer. */
  irecv(buffer: MessageBuffer): Request<Status>
  /** Starts to receive it. */
  irecv(): Request<unknown>
  irecv(buffer?: MessageBuffer): Request<unknown> {
    const { channel } = this.#line
    const { transport } = channel.port
    const message = this.#waiting()
    const { source, tag } = message
    const receive = new Receive(buffer === undefined ? null : contentOf(buffer), source, tag)
    if (receive.match(message)) this.#message = null
    if (buffer === undefined) {
      const value = this.#line.valueOf(receive)
      return new Request(transport, value, source, () => value.value())
    }
    return new Request(transport, receive, source, () => receiveStatus(channel, receive, unitOf(buffer)))
  }

  /** Borrows it where the sender has it; what does not lie in an arena is received instead. */
  borrow(): Loan {
    const message = this.#waiting()
    const borrowed = message.type === VALUE ? null : message.borrow()
    if (borrowed === null) return new Loan(this.recv() as Bytes, this.status, null)
    this.#message = null
    return new Loan(revive(message.type, borrowed.bytes), this.status, borrowed)
  }

  #waiting(): Message {
    if (this.#message === null) {
      throw new CrossmemError('ERR_NO_MESSAGE', 'this message was received already: take the next one with mprobe()')
    }
    return this.#message
  }
}
