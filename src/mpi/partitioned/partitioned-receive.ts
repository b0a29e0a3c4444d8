import { Operation } from '../../transport/operation.ts'
import { allOf } from '../all-of.ts'
import type { Channel } from '../channel.ts'
import { PROC_NULL } from '../constants.ts'
import { PersistentRequest } from '../persistent-request.ts'
import type { Receive } from '../receive.ts'
import { nullStatus } from '../receive-status.ts'
import { Request } from '../request.ts'
import { Status } from '../status.ts'
import { ANNOUNCEMENT_BYTES, decodeAnnouncement } from './announcement.ts'
import type { Partitions } from './partitions.ts'

/** One time of a partitioned receive: ends when all of the sender's parts are there. */
class Round extends Operation {
  parts: Receive[] | null = null
}

/**
 * A message whose parts can be used as they arrive (MPI 4.1, chapter 4). The sender may divide it otherwise than the receiver.
 */
export class PartitionedReceive extends PersistentRequest<Status> {
  readonly #partitions: Partitions
  /** What the sender says of its parts; null for PROC_NULL. */
  readonly #announced: Receive | null
  #round: Round | null = null

  constructor(channel: Channel, partitions: Partitions, source: number, tag: number, elementBytes: number) {
    const { transport } = channel.port
    const announced = source === PROC_NULL ? null : channel.post(new Uint8Array(ANNOUNCEMENT_BYTES), source, tag)
    super(transport, () => {
      if (announced === null) return new Request(transport, null, PROC_NULL, () => nullStatus())
      const round = new Round()
      this.#round = round
      announced.whenDone(() => this.#receive(round, channel, source, announced))
      const status = () => new Status().set(source, tag, lengthOf(round.parts), elementBytes)
      return new Request(transport, round, channel.worldRank(source), status)
    })
    this.#partitions = partitions
    this.#announced = announced
  }

  /**
   * Whether a part of this rank's own division has arrived (MPI_Parrived); of an inactive request all have. Looks for arrivals.
   * @throws CrossmemRangeError ERR_PARTITION; CrossmemError ERR_RANK_DIED, ERR_RANK_ENDED
   */
  parrived(partition: number): boolean {
    this.#partitions.check(partition)
    const round = this.#round
    if (round === null || !this.active || this.done) return true
    this.transport.progress()
    if (this.#hasArrived(round, partition)) return true
    this.transport.requireAlive(this.peer)
    return this.#hasArrived(round, partition)
  }

  #hasArrived({ parts }: Round, partition: number): boolean {
    if (parts === null) return false
    const { bytes } = this.#partitions
    const announcement = decodeAnnouncement(this.#announced!.payload)
    const first = Math.floor((partition * bytes) / announcement.bytes)
    const end = Math.ceil(((partition + 1) * bytes) / announcement.bytes)
    return parts.slice(first, end).every(({ done }) => done)
  }

  #receive(round: Round, channel: Channel, source: number, announced: Receive): void {
    if (announced.error !== null) {
      round.finish(announced.error)
      return
    }
    const { tag, partitions, bytes } = decodeAnnouncement(announced.payload)
    round.parts = Array.from({ length: partitions }, (_, part) => {
      const received = channel.post(this.#partitions.room(part * bytes, bytes), source, tag - part)
      received.whenDone(() => {
        if (received.error === null) this.#partitions.put(part * bytes, received.payload)
      })
      return received
    })
    const all = allOf(round.parts)
    if (all === null) round.finish()
    else all.whenDone(() => round.finish(all.error))
  }
}

function lengthOf(parts: readonly Receive[] | null): number {
  return parts?.reduce((sum, { length }) => sum + length, 0) ?? 0
}
