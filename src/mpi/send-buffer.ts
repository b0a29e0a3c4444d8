import { CrossmemError } from '../errors.ts'
import { type Bytes, bytesOf } from '../memory/bytes.ts'
import type { Operation } from '../transport/operation.ts'
import type { Transport } from '../transport/transport.ts'
import { allOf } from './all-of.ts'
import { ANY_SOURCE, BUFFER_AUTOMATIC } from './constants.ts'
import { Request } from './request.ts'

/** A message under way, and which bytes of the buffer it takes: none of a buffer that is made as needed. */
interface Held {
  readonly begin: number
  readonly end: number
  readonly operation: Operation
  readonly peer: number
}

/**
 * Where the messages of buffered sends lie until they are delivered (MPI 4.1, chapter 3.6): each takes a run of the buffer as long as
 * itself, the first that is free. Of what MPI lets a library take beside that (BSEND_OVERHEAD) nothing is needed.
 */
export class SendBuffer {
  readonly #transport: Transport
  #attached: Bytes | typeof BUFFER_AUTOMATIC | null = null
  /** In the order of their places. */
  #held: Held[] = []

  constructor(transport: Transport) {
    this.#transport = transport
  }

  get isAttached(): boolean {
    return this.#attached !== null
  }

  /** @throws CrossmemError ERR_BUFFER when there is one already; CrossmemTypeError ERR_NOT_BYTES */
  attach(buffer: Bytes | typeof BUFFER_AUTOMATIC): void {
    if (this.#attached !== null) {
      throw new CrossmemError('ERR_BUFFER', 'a send buffer is attached already: detach it first')
    }
    if (buffer !== BUFFER_AUTOMATIC) bytesOf(buffer)
    this.#attached = buffer
  }

  /** Blocks until all messages in it are delivered. @returns what was attached, or null. @throws as {@link flush}: it stays attached then */
  detach(): Bytes | typeof BUFFER_AUTOMATIC | null {
    this.flush()
    const attached = this.#attached
    this.#attached = null
    return attached
  }

  /** Blocks until all messages in it are delivered. @throws the error of one that cannot be */
  flush(): void {
    try {
      for (const { operation, peer } of this.#held) this.#transport.wait(operation, peer)
    } finally {
      this.#dropDelivered()
    }
  }

  iflush(): Request<void> {
    const held = [...this.#held]
    const peer = held.length > 0 && held.every((one) => one.peer === held[0].peer) ? held[0].peer : ANY_SOURCE
    return new Request<void>(this.#transport, allOf(held.map(({ operation }) => operation)), peer, () => {})
  }

  /**
   * Starts a message from a copy of its pieces.
   * @param peer the job's rank to which it goes
   * @param start starts it from copies of the pieces; what it returns ends when they are needed no more
   * @throws CrossmemError ERR_BUFFER when there is no room: nothing was sent
   */
  send(pieces: readonly Uint8Array[], peer: number, start: (copies: Uint8Array[]) => Operation | null): void {
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
    const { bytes, begin, end, place } = this.#reserve(length)
    let at = 0
    const copies = pieces.map((piece) => {
      bytes.set(piece, at)
      at += piece.length
      return bytes.subarray(at - piece.length, at)
    })
    const operation = start(copies)
    if (operation !== null) this.#held.splice(place, 0, { begin, end, operation, peer })
  }

  /** Memory for a message, and its place among those that are held. */
  #reserve(length: number): { bytes: Uint8Array; begin: number; end: number; place: number } {
    this.#dropDelivered()
    if (this.#attached === BUFFER_AUTOMATIC) {
      return { bytes: Buffer.allocUnsafeSlow(length), begin: 0, end: 0, place: this.#held.length }
    }
    const room = this.#attached === null ? null : bytesOf(this.#attached)
    let place = this.#gap(length, room)
    if (place < 0 && this.#transport.progress()) {
      this.#dropDelivered()
      place = this.#gap(length, room)
    }
    if (room === null || place < 0) throw this.#full(length, room)
    const begin = place === 0 ? 0 : this.#held[place - 1].end
    return { bytes: room.subarray(begin, begin + length), begin, end: begin + length, place }
  }

  /** Behind how many of the held messages there is room for so many bytes; -1 when there is none. */
  #gap(need: number, room: Uint8Array | null): number {
    let begin = 0
    for (let place = 0; place < this.#held.length; place++) {
      if (this.#held[place].begin - begin >= need) return place
      begin = this.#held[place].end
    }
    return room !== null && room.length - begin >= need ? this.#held.length : -1
  }

  #dropDelivered(): void {
    this.#held = this.#held.filter(({ operation }) => !operation.done)
  }

  #full(length: number, room: Uint8Array | null): CrossmemError {
    const need = `a buffered message needs its ${length} bytes in one run`
    return new CrossmemError(
      'ERR_BUFFER',
      room === null
        ? `${need}, and no send buffer is attached: attach one with attachBuffer()`
        : `${need}, and the send buffer of ${room.length} bytes has ${this.#held.length} messages under way and no such ` +
            'run free: attach a larger one, or flushBuffer() before',
    )
  }
}
