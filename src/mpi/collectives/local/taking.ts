import {
  LENGTH_F64,
  OFFSET_F64,
  PAYLOAD_AT,
  PAYLOAD_BYTES,
  PIECE_F64,
  payloadAt,
  TABLE_F64,
  WHAT,
} from '../../../transport/control-block.ts'
import { ATTACH, EAGER, MAPPED, STAGED } from '../../../transport/protocol.ts'
import { revive, VALUE } from '../../element-types.ts'
import { deserialize, readHead } from '../../serialize.ts'
import type { CollectiveCall } from '../call.ts'
import { SHORTEST_PIECE } from './belt.ts'
import type { LocalCall } from './local-call.ts'
import {
  ATTACHED,
  DIRECT,
  EACH,
  ENTRY_BYTES,
  EQUAL,
  IN_LINE,
  MESSAGES,
  NOTHING,
  ONE,
  PAYLOAD,
  PIECES,
} from './offer.ts'
import { pushedBy } from './push.ts'

/** What one rank takes of what another one offers. What the other wrote is checked here before it is used. */
export class Taking {
  readonly source: number
  /** What the source offers, once its line was read. */
  what = 0
  /** How many pieces come. */
  pieces = 0
  /** How many bytes at the end the source puts there itself. */
  pushed = 0
  private readonly messages: CollectiveCall
  private readonly call: LocalCall
  private into: Uint8Array | null
  /** Whether it fills a buffer that was given. */
  readonly intoBuffer: boolean
  private type = 0
  /** Where this rank's part begins: in the source's arena, in its line, or in all that it offers. */
  private begin = 0
  private piece = 0
  private offset = 0
  private all = 0

  /** @param into a buffer to be filled; without one it is made when it is known how much there is */
  constructor(messages: CollectiveCall, call: LocalCall, source: number, into: Uint8Array | null) {
    this.messages = messages
    this.call = call
    this.source = source
    this.into = into
    this.intoBuffer = into !== null
  }

  /** Reads the line of the source, which has been published. */
  read(): void {
    const { call, source } = this
    const { i32, f64 } = call.view
    const line = call.lineOf(source)
    const word = i32[(line >>> 2) + WHAT]
    const how = (word >>> 8) & 255
    this.what = word & 255
    this.type = (word >>> 16) & 255
    this.offset = f64[(line >>> 3) + OFFSET_F64]
    const all = f64[(line >>> 3) + LENGTH_F64]
    this.all = all
    let length = how === EQUAL ? all / call.size : all
    this.begin = how === EQUAL ? length * call.rank : 0
    if (how === EACH) {
      const at = this.entry(line, f64[(line >>> 3) + TABLE_F64])
      length = f64[at + 1]
      this.type = f64[at + 2] & 255
      this.begin = this.what === PIECES ? f64[at] : f64[at] - this.offset
      call.checkNews(source)
    }
    if (this.what === PIECES) {
      this.piece = f64[(line >>> 3) + PIECE_F64]
      if (!(Number.isSafeInteger(this.piece) && this.piece >= SHORTEST_PIECE)) throw this.damaged()
      this.pieces = Math.ceil(all / this.piece)
    }
    if (this.what >= PAYLOAD && this.what !== MESSAGES) this.fit(length)
    if (this.what === DIRECT && how === ONE && call.said === NOTHING) this.pushed = pushedBy(call, source, length)
  }

  /** Copies what is there to be had at once. */
  copy(): void {
    const { call, source, offset, begin } = this
    const into = this.into!
    if (this.what === PAYLOAD) call.read(call.lineOf(source) + payloadAt(this.all) + begin, into, 0, into.length)
    else call.view.read(call.members[source], offset + begin, into.subarray(0, into.length - this.pushed))
    call.view.traffic.count(this.what === DIRECT ? MAPPED : EAGER, into.length - this.pushed)
  }

  /** Copies by attaching to the source. @returns false when that is not possible */
  attach(): boolean {
    const { call, source, offset, begin } = this
    const into = this.into!
    if (into.length > 0 && !call.view.readAttached(call.members[source], offset + begin, into)) return false
    call.view.traffic.count(ATTACH, into.length)
    return true
  }

  /** Where what comes goes. */
  get buffer(): Uint8Array {
    return this.into!
  }

  /** Copies what a piece brings for this rank. */
  copyPiece(index: number): void {
    const { call, piece, begin } = this
    const into = this.into!
    const from = Math.max(begin, index * piece)
    const until = Math.min(begin + into.length, (index + 1) * piece)
    if (from >= until) return
    const at = this.offset + (index % 2) * piece + from - index * piece
    call.view.read(call.members[this.source], at, into.subarray(from - begin, until - begin))
    call.view.traffic.count(STAGED, until - from, index === 0 ? 1 : 0)
  }

  /** What has come, as what it was. */
  get value(): unknown {
    const bytes = this.into as Uint8Array<ArrayBuffer>
    return this.type === VALUE ? deserialize(readHead(bytes).form, []) : revive(this.type, bytes)
  }

  /** Sees to a buffer of that length, and that all of it lies where the source may offer something. */
  private fit(length: number): void {
    const { call, source, what, offset, begin } = this
    const { byteLength } = call.view.arena
    const whole = (number: number) => Number.isSafeInteger(number) && number >= 0
    if (!(whole(length) && whole(this.all))) throw this.damaged()
    if (this.intoBuffer) {
      const misfit = this.messages.misfit(this.type, length, this.into!.length, source)
      if (misfit !== null) throw misfit
    } else this.into = Buffer.allocUnsafeSlow(length)
    if (length === 0) return
    // Where it begins: in the line, on the belt, or in the arena.
    const first = what === PAYLOAD ? begin : what === PIECES ? offset : offset + begin
    const end = what === PIECES ? offset + 2 * this.piece : first + length
    const limit = what === PAYLOAD ? PAYLOAD_BYTES : what === ATTACHED ? Number.MAX_SAFE_INTEGER : byteLength
    const fits = whole(first) && end <= limit
    if (!fits || (what === PIECES && !(whole(begin) && begin + length <= this.all))) throw this.damaged()
  }

  /** Where this rank's entry of a table is, as an index of float64. */
  private entry(line: number, table: number): number {
    const { call, source } = this
    const own = call.rank * ENTRY_BYTES
    if (table === IN_LINE) return (line + PAYLOAD_AT + own) >>> 3
    if (!(Number.isSafeInteger(table) && table >= 0 && table + own + ENTRY_BYTES <= call.view.arena.byteLength)) {
      throw this.damaged()
    }
    return call.view.locate(call.members[source], table + own, ENTRY_BYTES) >>> 3
  }

  private damaged(): Error {
    return this.call.damaged(this.source)
  }
}
