import { CrossmemRangeError } from '../../errors.ts'
import type { Channel } from '../channel.ts'
import { CommunicatorBase } from '../communicator-base.ts'
import { ANY_SOURCE, ANY_TAG, PROC_NULL } from '../constants.ts'
import { contentOf, type MessageBuffer, unitOf } from '../message-buffer.ts'
import type { SendOptions } from '../point-to-point.ts'
import { PARTITIONED_CONTEXT } from '../port.ts'
import { encodeAnnouncement, FIRST_TAG, TAGS } from './announcement.ts'
import { PartitionedReceive } from './partitioned-receive.ts'
import { PartitionedSend } from './partitioned-send.ts'
import { Partitions } from './partitions.ts'

export interface PartitionedSendOptions extends SendOptions {
  /** Into how many equal parts the buffer is divided. */
  partitions: number
}

export interface PartitionedReceiveOptions {
  /** Into how many equal parts the buffer is divided; the sender may divide it otherwise. */
  partitions: number
  /** The sender's rank, or PROC_NULL. */
  source: number
  /** 0 unless given. */
  tag?: number
}

/**
 * Messages whose parts are sent as they become ready (MPI 4.1, chapter 4). A partitioned send meets a partitioned receive only: those of two
 * ranks and a tag meet in the order in which they were set up.
 */
export class PartitionedMessages extends CommunicatorBase {
  #channel: Channel | null = null
  #parts = 0

  /**
   * Sets up a send in parts (MPI_Psend_init).
   * @throws CrossmemRangeError ERR_PARTITION, and as send
   * @example
   * const field = new Float64Array(300)
   * using send = world.psendInit(field, { dest: world.rank, partitions: 3 })
   * using recv = world.precvInit(new Float64Array(300), { source: world.rank, partitions: 1 })
   * startAll([send, recv])
   * for (let part = 0; part < 3; part++) {
   *   field.fill(part, 100 * part, 100 * (part + 1))
   *   send.pready(part)
   * }
   * waitAll([send, recv])
   */
  psendInit(buffer: MessageBuffer, { dest, tag = 0, partitions }: PartitionedSendOptions): PartitionedSend {
    this.sender(dest, tag)
    const parts = new Partitions(contentOf(buffer), partitions)
    const channel = this.#partitioned()
    const first = FIRST_TAG - this.#parts
    this.#parts = (this.#parts + partitions) % TAGS
    if (dest !== PROC_NULL) channel.start(encodeAnnouncement({ tag: first, partitions, bytes: parts.bytes }), dest, tag)
    return new PartitionedSend(channel, parts, dest, first)
  }

  /**
   * Sets up a receive in parts (MPI_Precv_init).
   * @throws CrossmemRangeError ERR_PARTITION, also for ANY_SOURCE and ANY_TAG; and as recv
   */
  precvInit(buffer: MessageBuffer, { source, tag = 0, partitions }: PartitionedReceiveOptions): PartitionedReceive {
    if (source === ANY_SOURCE || tag === ANY_TAG) {
      throw new CrossmemRangeError(
        'ERR_PARTITION',
        'a receive in parts names its source and its tag: give a rank and a number',
      )
    }
    this.receiver(source, tag)
    const parts = new Partitions(contentOf(buffer), partitions)
    return new PartitionedReceive(this.#partitioned(), parts, source, tag, unitOf(buffer))
  }

  #partitioned(): Channel {
    this.#channel ??= this.channelAt(PARTITIONED_CONTEXT)
    return this.#channel
  }
}
