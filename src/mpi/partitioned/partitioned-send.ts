import { CrossmemError } from '../../errors.ts'
import { Operation } from '../../transport/operation.ts'
import { allOf } from '../all-of.ts'
import type { Channel } from '../channel.ts'
import { PROC_NULL } from '../constants.ts'
import { PersistentRequest } from '../persistent-request.ts'
import { Request } from '../request.ts'
import { notActive, type Partitions } from './partitions.ts'

/** One time of a partitioned send: ends when all parts are ready and sent. */
class Round extends Operation {
  readonly ready = new Set<number>()
  readonly sends: (Operation | null)[] = []
}

/**
 * A message whose parts are sent as they become ready (MPI 4.1, chapter 4). `start` begins it, `pready` says of each part once that
 * it is ready, in any order.
 */
export class PartitionedSend extends PersistentRequest<void> {
  readonly #partitions: Partitions
  readonly #send: (partition: number) => Operation | null
  #round: Round | null = null

  /** @param tag of the first part */
  constructor(channel: Channel, partitions: Partitions, dest: number, tag: number) {
    const { transport } = channel.port
    const peer = dest === PROC_NULL ? PROC_NULL : channel.worldRank(dest)
    super(transport, () => {
      this.#round = new Round()
      return new Request<void>(transport, this.#round, peer, () => {})
    })
    this.#partitions = partitions
    this.#send = (partition) =>
      dest === PROC_NULL ? null : channel.start(partitions.at(partition), dest, tag - partition)
  }

  /**
   * Says that a part is ready to be sent (MPI_Pready); it must not be changed any more.
   * @throws CrossmemRangeError ERR_PARTITION; CrossmemError ERR_PARTITION when it was ready before, or the request is not active
   */
  pready(partition: number): void {
    this.#partitions.check(partition)
    const round = this.#round
    if (round === null || !this.active) throw notActive()
    if (round.ready.has(partition)) {
      throw new CrossmemError('ERR_PARTITION', `partition ${partition} was ready before: it is sent once in each start`)
    }
    round.ready.add(partition)
    round.sends.push(this.#send(partition))
    if (round.ready.size < this.#partitions.count) return
    const all = allOf(round.sends)
    if (all === null) round.finish()
    else all.whenDone(() => round.finish(all.error))
  }

  /** Likewise for those from `first` to `last` (MPI_Pready_range). */
  preadyRange(first: number, last: number): void {
    for (let partition = first; partition <= last; partition++) this.pready(partition)
  }

  /** Likewise for each of a list (MPI_Pready_list). */
  preadyList(partitions: Iterable<number>): void {
    for (const partition of partitions) this.pready(partition)
  }
}
