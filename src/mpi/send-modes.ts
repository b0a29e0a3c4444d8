import type { Bytes } from '../memory/bytes.ts'
import { type BUFFER_AUTOMATIC, PROC_NULL } from './constants.ts'
import { NonblockingExchange } from './nonblocking-exchange.ts'
import type { SendOptions } from './point-to-point.ts'
import { Request } from './request.ts'
import { SendBuffer } from './send-buffer.ts'
import type { ValueChannel } from './value-channel.ts'

/** The buffered and the ready mode of sending (MPI 4.1, chapters 3.4 and 3.6). */
export class SendModes extends NonblockingExchange {
  readonly #buffer: SendBuffer
  readonly #common: SendBuffer

  constructor(line: ValueChannel) {
    super(line)
    const { port } = line.channel
    this.#buffer = new SendBuffer(port.transport)
    this.#common = port.sendBuffer
  }

  /**
   * Sends from a copy that it makes in the attached buffer, and returns at once: the communicator's own buffer, or else the one that
   * all of them have in common.
   * @throws CrossmemError ERR_BUFFER when there is no room for the message, or no buffer
   * @example
   * attachBuffer(new Uint8Array(800 + BSEND_OVERHEAD))
   * world.bsend(new Float64Array(100), { dest: world.rank, tag: 7 })
   * world.recv(new Float64Array(100), { source: world.rank, tag: 7 })
   * detachBuffer()
   */
  bsend(value: unknown, { dest, tag = 0 }: SendOptions): void {
    const line = this.sender(dest, tag)
    if (dest === PROC_NULL) return
    line.startBuffered(value, dest, tag, this.#buffer.isAttached ? this.#buffer : this.#common)
  }

  /** As {@link bsend}; the request is done when it is returned. */
  ibsend(value: unknown, options: SendOptions): Request<void> {
    this.bsend(value, options)
    return new Request<void>(this.line().channel.port.transport, null, PROC_NULL, () => {})
  }

  /** Sends to a rank that waits for the message already (MPI_Rsend). A message that came too early is kept all the same. */
  rsend(value: unknown, options: SendOptions): void {
    this.send(value, options)
  }

  /** Starts {@link rsend}. */
  irsend(value: unknown, options: SendOptions): Request<void> {
    return this.isend(value, options)
  }

  /**
   * Gives this communicator a buffer for its buffered sends alone (MPI_Comm_attach_buffer); it belongs to them until it is detached.
   * Memory from `alloc` is delivered with one copy.
   * @throws CrossmemError ERR_BUFFER when it has one
   */
  attachBuffer(buffer: Bytes | typeof BUFFER_AUTOMATIC): void {
    this.line()
    this.#buffer.attach(buffer)
  }

  /** Takes the communicator's buffer back, when all messages in it are delivered. @returns it, or null when it has none */
  detachBuffer(): Bytes | typeof BUFFER_AUTOMATIC | null {
    return this.#buffer.detach()
  }

  /** Blocks until all messages in the communicator's buffer are delivered. */
  flushBuffer(): void {
    this.#buffer.flush()
  }

  /** Done when all messages that are now in the communicator's buffer are delivered. */
  iflushBuffer(): Request<void> {
    return this.#buffer.iflush()
  }

  /** Gives the communicator up, and its buffer back. */
  override free(): void {
    super.free()
    this.#buffer.detach()
  }
}
