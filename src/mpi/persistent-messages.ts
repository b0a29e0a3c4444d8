import { receiveOptions } from './arguments.ts'
import { ANY_SOURCE, ANY_TAG } from './constants.ts'
import { isMessageBuffer, type MessageBuffer } from './message-buffer.ts'
import { PersistentRequest } from './persistent-request.ts'
import type { ReceiveOptions, SendOptions } from './point-to-point.ts'
import type { Request } from './request.ts'
import { SendModes } from './send-modes.ts'
import type { Status } from './status.ts'

/**
 * Sends and receives that are set up once and started again and again (MPI 4.1, chapter 3.9). A persistent send may be received by any
 * receive, and the other way round. What is sent is looked at in each `start`.
 */
export class PersistentMessages extends SendModes {
  /**
   * A request for {@link send}.
   * @example
   * const field = alloc(Float64Array, 1000)
   * const right = (world.rank + 1) % world.size
   * using send = world.sendInit(field, { dest: right })
   * using recv = world.recvInit(new Float64Array(1000))
   * for (let step = 0; step < 3; step++) {
   *   startAll([send, recv])
   *   waitAll([send, recv])
   * }
   */
  sendInit(value: unknown, options: SendOptions): PersistentRequest<void> {
    return this.#sendInit(options, () => this.isend(value, options))
  }

  /** A request for {@link ssend}. */
  ssendInit(value: unknown, options: SendOptions): PersistentRequest<void> {
    return this.#sendInit(options, () => this.issend(value, options))
  }

  /** A request for {@link bsend}. `start` throws ERR_BUFFER when there is no room. */
  bsendInit(value: unknown, options: SendOptions): PersistentRequest<void> {
    return this.#sendInit(options, () => this.ibsend(value, options))
  }

  /** A request for {@link rsend}. */
  rsendInit(value: unknown, options: SendOptions): PersistentRequest<void> {
    return this.#sendInit(options, () => this.irsend(value, options))
  }

  /** A request for receives into a buffer. */
  recvInit(buffer: MessageBuffer, options?: ReceiveOptions): PersistentRequest<Status>
  /** A request for receives; its result is what was sent. */
  recvInit(options?: ReceiveOptions): PersistentRequest<unknown>
  recvInit(first: MessageBuffer | ReceiveOptions = {}, second: ReceiveOptions = {}): PersistentRequest<unknown> {
    const { source = ANY_SOURCE, tag = ANY_TAG } = isMessageBuffer(first) ? second : receiveOptions(first)
    const { transport } = this.receiver(source, tag).channel.port
    return new PersistentRequest<unknown>(transport, () =>
      isMessageBuffer(first) ? this.irecv(first, second) : this.irecv(first),
    )
  }

  #sendInit({ dest, tag = 0 }: SendOptions, begin: () => Request<void>): PersistentRequest<void> {
    return new PersistentRequest(this.sender(dest, tag).channel.port.transport, begin)
  }
}
