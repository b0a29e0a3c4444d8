import { gatherFrom, scatterInto } from '../../memory/pieces.ts'
import { IN_PLACE } from '../constants.ts'
import { checkEach, checkWhole } from '../datatype/arguments.ts'
import { Layout } from '../datatype/layout.ts'
import { revive } from '../element-types.ts'
import type { ValueChannel } from '../value-channel.ts'
import type { AlltoallvOptions } from './alltoallv.ts'
import { checkNumbers } from './arguments.ts'
import { Scratch } from './scratch.ts'
import type { Steps } from './steps.ts'

/** Data of a datatype that a collective handles as one buffer: a part for each rank, or all at once. */
export class Pile {
  readonly parts: readonly Layout[]
  /** How long each part is, in bytes. */
  readonly counts: readonly number[]
  readonly bytes: number

  constructor(parts: readonly Layout[]) {
    this.parts = parts
    this.counts = parts.map(({ bytes }) => bytes)
    this.bytes = this.counts.reduce((sum, bytes) => sum + bytes, 0)
  }

  /**
   * Data in parts as counted, in units of the datatype and its extent.
   * @param prefix of the options' names: `send` for sendCounts
   * @throws CrossmemRangeError ERR_COUNTS, ERR_BOUNDS; CrossmemTypeError ERR_COUNTS
   */
  static cut(
    data: Layout,
    counts: ArrayLike<number> | undefined,
    displs: ArrayLike<number> | undefined,
    size: number,
    prefix: '' | 'send' | 'recv' = '',
  ): Pile {
    const [countsName, displsName] = prefix === '' ? ['counts', 'displs'] : [`${prefix}Counts`, `${prefix}Displs`]
    checkNumbers(counts, countsName, size)
    if (displs !== undefined) checkEach('a collective', displsName, displs, checkWhole)
    let next = 0
    return new Pile(
      Array.from(counts, (count, rank) => {
        const begin = displs === undefined ? next : displs[rank]
        next += count
        return data.part(begin, count)
      }),
    )
  }

  /** What it is in one piece: where it lies, or scratch memory. */
  place(scratch: Scratch): Uint8Array {
    const [first] = this.parts
    if (this.parts.length === 1 && first.content instanceof Uint8Array) return first.content
    return scratch.take(Uint8Array, this.bytes) as Uint8Array
  }

  gather(into: Uint8Array): void {
    if (this.#isAt(into)) return
    this.#each((part, begin) => gatherFrom(part.content, 0, into.subarray(begin, begin + part.bytes)))
  }

  scatter(from: Uint8Array): void {
    if (this.#isAt(from)) return
    this.#each((part, begin) => scatterInto(part.content, 0, from.subarray(begin, begin + part.bytes)))
  }

  /** Whether that is where it lies. */
  #isAt(bytes: Uint8Array): boolean {
    return this.parts.length === 1 && this.parts[0].content === bytes
  }

  #each(visit: (part: Layout, begin: number) => void): void {
    let begin = 0
    for (const part of this.parts) {
      visit(part, begin)
      begin += part.bytes
    }
  }
}

/**
 * A collective of data of datatypes: of what is sent it is given a copy in one piece, and what it receives in one piece is brought
 * to where it belongs. Data that lie in one piece are used where they are.
 * @param send a layout or a pile, or what else is sent
 * @param recv a layout or a pile, or where else is received
 * @param collective the same collective, of buffers
 * @param keeps whether something of `recv` may stay as it is
 * @returns what it returns; `recv` for what it was given instead of that
 */
export function* inOnePiece(
  line: ValueChannel,
  send: unknown,
  recv: unknown,
  collective: (send: never, recv: never) => Steps<unknown>,
  keeps = send === IN_PLACE,
): Steps<unknown> {
  const scratch = new Scratch(line.channel.port.transport.arena)
  const target = pileOf(recv)
  const into = target?.place(scratch)
  if (target !== null && keeps) target.gather(into!)
  const result = yield* collective(sendable(send, scratch) as never, (into ?? recv) as never)
  const received = target !== null && result === into
  if (received) target.scatter(into!)
  scratch.free()
  return received ? recv : result
}

/** What alltoallv is given, with piles instead of data of datatypes. */
export function cutBoth(send: unknown, options: AlltoallvOptions, destinations: number, sources: number) {
  const { sendCounts, sendDispls, recv, recvCounts, recvDispls } = options
  const given = send instanceof Layout ? Pile.cut(send, sendCounts, sendDispls, destinations, 'send') : send
  const into = recv instanceof Layout ? Pile.cut(recv, recvCounts, recvDispls, sources, 'recv') : recv
  const ofSend = given instanceof Pile ? { sendCounts: given.counts } : { sendCounts, sendDispls }
  const ofRecv = into instanceof Pile ? { recvCounts: into.counts } : { recvCounts, recvDispls }
  return { send: given, recv: into, options: { ...ofSend, ...ofRecv } as Omit<AlltoallvOptions, 'recv'> }
}

/** Whether there are data of datatypes among some buffers. */
export function someLayouts(buffers: unknown): boolean {
  return Array.isArray(buffers) && buffers.some((buffer) => buffer instanceof Layout)
}

/** As {@link inOnePiece}, for a collective with a buffer for each rank. */
export function* eachInOnePiece(
  line: ValueChannel,
  sends: unknown,
  recvs: readonly unknown[],
  collective: (sends: never, recvs: never) => Steps<unknown>,
  keeps = sends === IN_PLACE,
): Steps<void> {
  const scratch = new Scratch(line.channel.port.transport.arena)
  const targets = recvs.map(pileOf)
  const places = targets.map((target, index) => target?.place(scratch) ?? recvs[index])
  if (keeps) {
    targets.forEach((target, index) => {
      target?.gather(places[index] as Uint8Array)
    })
  }
  const given = Array.isArray(sends) ? sends.map((send) => sendable(send, scratch)) : sends
  yield* collective(given as never, places as never)
  targets.forEach((target, index) => {
    target?.scatter(places[index] as Uint8Array)
  })
  scratch.free()
}

function sendable(send: unknown, scratch: Scratch): unknown {
  const pile = pileOf(send)
  if (pile === null) return send
  const bytes = pile.place(scratch)
  pile.gather(bytes)
  return send instanceof Layout ? revive(send.type, bytes as Uint8Array<ArrayBuffer>) : bytes
}

function pileOf(value: unknown): Pile | null {
  if (value instanceof Layout) return new Pile([value])
  return value instanceof Pile ? value : null
}
