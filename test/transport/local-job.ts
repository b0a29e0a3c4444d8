import { closeSync } from 'node:fs'
import type { Content } from '../../src/memory/pieces.ts'
import { createEventfd } from '../../src/os/eventfd.ts'
import { createMemfd } from '../../src/os/memfd.ts'
import { IN_EVENT_LOOP, wake } from '../../src/transport/bell.ts'
import { JobTransport } from '../../src/transport/job-transport.ts'
import { Operation } from '../../src/transport/operation.ts'
import type { Forced } from '../../src/transport/protocol.ts'
import { Segment } from '../../src/transport/segment.ts'
import { STAGING_BYTES } from '../../src/transport/staging-layout.ts'
import type { Traffic } from '../../src/transport/traffic.ts'
import type { Message } from '../../src/transport/transport.ts'

export const HEAP_BYTES = 16 * 1024 * 1024
/** A pid that no process has: the kernel gives none above 2^22. */
export const NO_PROCESS = 2 ** 30

/** One rank of a {@link LocalJob}. */
export interface LocalRank {
  transport: JobTransport
  eventfd: number
  /** What has come and was not received, in order. */
  arrived: Message[]
  /** Starts to receive the first message that has come. */
  receive(into: Content): Operation
}

/**
 * All ranks of a job in this one process, so that a test says which of them acts when. They reach each other as ranks
 * of different processes do: attaching to oneself is permitted as well.
 */
export class LocalJob implements Disposable {
  readonly segment: Segment
  readonly ranks: readonly LocalRank[]
  readonly eventfds: readonly number[]
  readonly #arenas: readonly number[]

  constructor(size: number, { forced = null as Forced | null, heapBytes = HEAP_BYTES } = {}) {
    this.segment = Segment.create(size)
    this.#arenas = Array.from({ length: size }, () => createMemfd('local-job', heapBytes + STAGING_BYTES))
    this.eventfds = Array.from({ length: size }, () => createEventfd())
    this.ranks = this.eventfds.map((eventfd, rank) => {
      this.segment.setPid(rank, process.pid)
      const transport = new JobTransport(this.segment, {
        rank,
        size,
        launcher: process.pid,
        segment: this.segment.fd,
        arenas: this.#arenas,
        eventfds: this.eventfds,
        heapBytes,
        forced,
        crowded: true,
        processor: null,
      })
      const arrived: Message[] = []
      transport.inbox = { arrived: (message) => void arrived.push(message.keep()) }
      const receive = (into: Content) => {
        const operation = new Operation()
        arrived.shift()!.receive(into, operation)
        return operation
      }
      return { transport, eventfd, arrived, receive }
    })
  }

  /** Has all ranks look for messages, in turns, until there is nothing left to do. */
  settle(): void {
    while (this.ranks.filter(({ transport }) => transport.progress()).length > 0);
  }

  sleepsInEventLoop(rank: number): boolean {
    return this.segment.i32[this.segment.bellAt(rank) / 4] === IN_EVENT_LOOP
  }

  /** Wakes a rank as a launcher does that has news of the others. */
  wake(rank: number): void {
    wake(this.segment, rank, this.eventfds)
  }

  /** What travelled, of the protocols that were used. */
  traffic(): Partial<Record<Traffic['protocol'], [messages: number, bytes: number]>> {
    const used = this.ranks[0].transport.traffic().filter(({ messages, bytes }) => messages > 0 || bytes > 0)
    return Object.fromEntries(used.map(({ protocol, messages, bytes }) => [protocol, [messages, bytes]]))
  }

  [Symbol.dispose](): void {
    for (const { transport } of this.ranks) transport.close()
    for (const fd of [this.segment.fd, ...this.#arenas, ...this.eventfds]) closeSync(fd)
  }
}
