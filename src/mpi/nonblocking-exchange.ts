import { Operation } from '../transport/operation.ts'
import { ANY_SOURCE, ANY_TAG } from './constants.ts'
import { copyOf, type MessageBuffer } from './message-buffer.ts'
import { PointToPoint, type SendrecvOptions, type SendrecvReplaceOptions } from './point-to-point.ts'
import { Request } from './request.ts'
import type { Status } from './status.ts'

/** A send and a receive that are begun together, and waited for as one (MPI 4.1, 3.10). */
export class NonblockingExchange extends PointToPoint {
  /**
   * Begins what {@link PointToPoint.sendrecv} does (MPI_Isendrecv). It is done when both are.
   * @example
   * const request = world.isendrecv({ send: 'ping', dest: world.rank })
   * console.log(request.wait())
   */
  isendrecv(options: SendrecvOptions & { recv: MessageBuffer }): Request<Status>
  isendrecv(options: SendrecvOptions): Request<unknown>
  isendrecv(options: SendrecvOptions): Request<unknown> {
    const { send, recv, dest, sendTag = 0, source = ANY_SOURCE, recvTag = ANY_TAG, status } = options
    const { transport } = this.sender(dest, sendTag).channel.port
    const wanted = { source, tag: recvTag, ...(status === undefined ? {} : { status }) }
    const received = recv === undefined ? this.irecv(wanted) : this.irecv(recv, wanted)
    let sent: Request<void>
    try {
      sent = this.isend(send, { dest, tag: sendTag })
    } catch (error) {
      received.cancel()
      throw error
    }
    const both = new Operation()
    sent.whenDone(() => received.whenDone(() => both.finish()))
    const result = () => {
      sent.collect()
      return received.collect()
    }
    return new Request(transport, both, sent.peer === received.peer ? sent.peer : ANY_SOURCE, result)
  }

  /** Begins what {@link PointToPoint.sendrecvReplace} does (MPI_Isendrecv_replace). */
  isendrecvReplace(buffer: MessageBuffer, options: SendrecvReplaceOptions): Request<Status> {
    return this.isendrecv({ ...options, send: copyOf(buffer), recv: buffer })
  }
}
