import { CrossmemError } from '../errors.ts'
import { checkDest, checkSource, checkTag, checkTagOrAny, receiveOptions } from './arguments.ts'
import { ANY_SOURCE, ANY_TAG, PROC_NULL } from './constants.ts'
import type { Loan } from './loan.ts'
import { MatchedMessage } from './matched-message.ts'
import { contentOf, copyOf, isMessageBuffer, type MessageBuffer, unitOf } from './message-buffer.ts'
import { messageStatus, nullStatus, receiveStatus } from './receive-status.ts'
import { Request } from './request.ts'
import { Status } from './status.ts'
import type { ValueChannel } from './value-channel.ts'

export interface SendOptions {
  /** The receiver's rank, or PROC_NULL. */
  dest: number
  /** 0 to TAG_UB; 0 unless given. */
  tag?: number
}

export interface ReceiveOptions {
  /** The sender's rank, ANY_SOURCE (unless given) or PROC_NULL. */
  source?: number
  /** ANY_TAG unless given. */
  tag?: number
  /** Filled in with what is known of the message. */
  status?: Status
}

export interface SendrecvOptions {
  /** What to send: bytes, data of a datatype, or any value. */
  send: unknown
  dest: number
  sendTag?: number
  /** Where to receive; without it, what was sent is returned. */
  recv?: MessageBuffer
  source?: number
  recvTag?: number
  status?: Status
}

export type SendrecvReplaceOptions = Omit<SendrecvOptions, 'send' | 'recv'>

/**
 * Messages between two ranks of a communicator (MPI 4.1, chapter 3).
 *
 * Typed arrays, Buffers, DataViews and ArrayBuffers travel as their bytes, one copy or none for large ones that alloc() made;
 * data of a datatype (its `of()`) likewise from where they lie; all other values by structured clone, with large buffers inside them left whole. Blocking calls block the thread.
 *
 * All throw CrossmemRangeError ERR_RANK or ERR_TAG for what is out of range, CrossmemTypeError ERR_DETACHED for a buffer
 * without memory, CrossmemError ERR_COMM_FREED, and ERR_RANK_DIED or ERR_RANK_ENDED when what they wait for can never come.
 */
export class PointToPoint {
  /** This process's number in the communicator, from 0. */
  readonly rank: number
  /** How many ranks the communicator has. */
  readonly size: number
  readonly #line: ValueChannel
  /** How many ranks messages go to and come from: an intercommunicator's other group. */
  readonly #peers: number
  #freed = false

  constructor(line: ValueChannel) {
    this.#line = line
    this.rank = line.rank
    this.size = line.size
    this.#peers = line.channel.members.length
  }

  /**
   * Sends, and returns when the value may be changed: at once for short messages, else when it was received.
   * @example
   * if (world.rank === 0) world.send(new Float64Array([1, 2, 3]), { dest: 1, tag: 7 })
   * if (world.rank === 1) console.log(world.recv({ source: 0, tag: 7 }))
   */
  send(value: unknown, { dest, tag = 0 }: SendOptions): void {
    this.#sendAndWait(value, dest, tag, false)
  }

  /** Sends, and returns when the receiver has begun to receive it. */
  ssend(value: unknown, { dest, tag = 0 }: SendOptions): void {
    this.#sendAndWait(value, dest, tag, true)
  }

  /** Starts a send. The value belongs to it until it is done. */
  isend(value: unknown, { dest, tag = 0 }: SendOptions): Request<void> {
    return this.#startSend(value, dest, tag, false)
  }

  /** Starts a send that is done when the receiver has begun to receive it. */
  issend(value: unknown, { dest, tag = 0 }: SendOptions): Request<void> {
    return this.#startSend(value, dest, tag, true)
  }

  /**
   * Receives into a buffer; the message may be shorter.
   * @throws CrossmemError ERR_TRUNCATED when it is longer: nothing was written; CrossmemTypeError ERR_VALUE_MESSAGE when it is
   *   no bytes
   */
  recv(buffer: MessageBuffer, options?: ReceiveOptions): Status
  /** Receives, and returns what was sent: a new typed array of the same type, or an equal value. */
  recv(options?: ReceiveOptions): unknown
  recv(first: MessageBuffer | ReceiveOptions = {}, second: ReceiveOptions = {}): unknown {
    if (!isMessageBuffer(first)) return this.#receiveValue(receiveOptions(first))
    const { source = ANY_SOURCE, tag = ANY_TAG, status } = second
    const { channel } = this.receiver(source, tag)
    const content = contentOf(first)
    if (source === PROC_NULL) return nullStatus(status)
    const length = content instanceof Uint8Array ? channel.receiveShort(content, source, tag) : -1
    if (length >= 0) return (status ?? new Status()).set(source, channel.shortTag, length, unitOf(first))
    return receiveStatus(channel, channel.receive(content, source, tag), unitOf(first), status)
  }

  /** Starts a receive into a buffer. */
  irecv(buffer: MessageBuffer, options?: ReceiveOptions): Request<Status>
  /** Starts a receive; its result is what was sent. */
  irecv(options?: ReceiveOptions): Request<unknown>
  irecv(first: MessageBuffer | ReceiveOptions = {}, second: ReceiveOptions = {}): Request<unknown> {
    const { source = ANY_SOURCE, tag = ANY_TAG, status } = isMessageBuffer(first) ? second : receiveOptions(first)
    const line = this.receiver(source, tag)
    const { channel } = line
    const { transport } = channel.port
    if (source === PROC_NULL) {
      return new Request<unknown>(transport, null, source, () => {
        const empty = nullStatus(status)
        return isMessageBuffer(first) ? empty : undefined
      })
    }
    if (isMessageBuffer(first)) {
      const receive = channel.post(contentOf(first), source, tag)
      const result = () => receiveStatus(channel, receive, unitOf(first), status)
      return new Request<unknown>(transport, receive, channel.worldRank(source), result, () => channel.cancel(receive))
    }
    const receive = line.postValue(source, tag)
    const result = () => {
      if (status !== undefined) receiveStatus(channel, receive.head, 1, status)
      return receive.value()
    }
    return new Request(transport, receive, channel.worldRank(source), result, () => receive.cancel())
  }

  /** Sends and receives at once (MPI_Sendrecv), so that a ring of ranks can. @returns the status, or what was sent */
  sendrecv(options: SendrecvOptions & { recv: MessageBuffer }): Status
  sendrecv(options: SendrecvOptions): unknown
  sendrecv(options: SendrecvOptions): unknown {
    const { send, recv, dest, sendTag = 0, source = ANY_SOURCE, recvTag = ANY_TAG, status } = options
    const wanted = { source, tag: recvTag, ...(status === undefined ? {} : { status }) }
    this.sender(dest, sendTag)
    const receive = recv === undefined ? this.irecv(wanted) : this.irecv(recv, wanted)
    let sent: Request<void>
    try {
      sent = this.isend(send, { dest, tag: sendTag })
    } catch (error) {
      receive.cancel()
      throw error
    }
    try {
      return receive.wait()
    } finally {
      sent.wait()
    }
  }

  /** Sends a buffer's bytes and receives others in their place (MPI_Sendrecv_replace). */
  sendrecvReplace(buffer: MessageBuffer, options: SendrecvReplaceOptions): Status {
    return this.sendrecv({ ...options, send: copyOf(buffer), recv: buffer })
  }

  /** Blocks until there is a message to receive, and tells of it without receiving it. */
  probe({ source = ANY_SOURCE, tag = ANY_TAG }: ReceiveOptions = {}): Status {
    const { channel } = this.receiver(source, tag)
    return source === PROC_NULL ? nullStatus() : messageStatus(channel, channel.await(source, tag))
  }

  /** Tells of a message that can be received now; null when there is none. */
  iprobe({ source = ANY_SOURCE, tag = ANY_TAG }: ReceiveOptions = {}): Status | null {
    const { channel } = this.receiver(source, tag)
    if (source === PROC_NULL) return nullStatus()
    const message = channel.look(source, tag)
    return message === null ? null : messageStatus(channel, message)
  }

  /** Blocks until there is a message, and takes it: what it returns can receive it, and nobody else. */
  mprobe({ source = ANY_SOURCE, tag = ANY_TAG }: ReceiveOptions = {}): MatchedMessage {
    const line = this.receiver(source, tag)
    if (source === PROC_NULL) throw noMessage()
    const message = line.channel.await(source, tag)
    line.channel.take(message)
    return new MatchedMessage(line, message)
  }

  /** Takes a message that can be received now; null when there is none. */
  improbe({ source = ANY_SOURCE, tag = ANY_TAG }: ReceiveOptions = {}): MatchedMessage | null {
    const line = this.receiver(source, tag)
    if (source === PROC_NULL) throw noMessage()
    const message = line.channel.look(source, tag)
    if (message === null) return null
    line.channel.take(message)
    return new MatchedMessage(line, message)
  }

  /**
   * Receives without copying: the sender's own memory, until the loan is released. The sender waits for that.
   * @example
   * if (world.rank === 0) world.send(alloc(Float64Array, 100_000).fill(1), { dest: 1 })
   * if (world.rank === 1) {
   *   using loan = world.borrow({ source: 0 })
   *   console.log((loan.view as Float64Array).reduce((sum, x) => sum + x))
   * }
   */
  borrow(options: ReceiveOptions = {}): Loan {
    return this.mprobe(options).borrow()
  }

  /** Gives the communicator up; nothing can be sent in it any more. */
  free(): void {
    this.line()
    this.#freed = true
  }

  /** The channel of values. @throws CrossmemError ERR_COMM_FREED */
  protected line(): ValueChannel {
    if (this.#freed)
      throw new CrossmemError('ERR_COMM_FREED', 'this communicator was freed: use another one, or free it later')
    const { transport } = this.#line.channel.port
    // A program that only sends shall be no reason for a nonblocking collective to stand still.
    if (transport.active) transport.progress()
    return this.#line
  }

  /** The channel of values, for a message. @throws as {@link line}; CrossmemRangeError ERR_RANK, ERR_TAG */
  protected sender(dest: number, tag: number): ValueChannel {
    checkDest(dest, this.#peers)
    checkTag(tag)
    return this.line()
  }

  /** The channel of values, for a receive. @throws as {@link line}; CrossmemRangeError ERR_RANK, ERR_TAG */
  protected receiver(source: number, tag: number): ValueChannel {
    checkSource(source, this.#peers)
    checkTagOrAny(tag)
    return this.line()
  }

  #sendAndWait(value: unknown, dest: number, tag: number, synchronous: boolean): void {
    const line = this.sender(dest, tag)
    if (dest === PROC_NULL) return
    const operation = line.startValue(value, dest, tag, synchronous)
    if (operation !== null) line.channel.wait(operation, dest)
  }

  #startSend(value: unknown, dest: number, tag: number, synchronous: boolean): Request<void> {
    const line = this.sender(dest, tag)
    const { channel } = line
    const operation = dest === PROC_NULL ? null : line.startValue(value, dest, tag, synchronous)
    return new Request<void>(
      channel.port.transport,
      operation,
      dest === PROC_NULL ? dest : channel.worldRank(dest),
      () => {},
    )
  }

  #receiveValue({ source = ANY_SOURCE, tag = ANY_TAG, status }: ReceiveOptions): unknown {
    const line = this.receiver(source, tag)
    if (source === PROC_NULL) {
      nullStatus(status)
      return undefined
    }
    const receive = line.postValue(source, tag)
    try {
      line.channel.wait(receive, source)
    } catch (error) {
      receive.cancel()
      throw error
    }
    if (status !== undefined) receiveStatus(line.channel, receive.head, 1, status)
    return receive.value()
  }
}

function noMessage(): CrossmemError {
  return new CrossmemError('ERR_NO_MESSAGE', 'PROC_NULL sends nothing that could be taken: receive from it instead')
}
