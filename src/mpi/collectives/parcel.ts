import { bytesOf, isBytes } from '../../memory/bytes.ts'
import { revive, typeOf, VALUE } from '../element-types.ts'
import { deserialize, readHead, serialize } from '../serialize.ts'
import { type Arrival, arrived } from './arrival.ts'
import type { CollectiveCall } from './call.ts'
import type { Steps } from './steps.ts'

/** The longest content that travels in a packet. */
const LONGEST_PACKED = 2048
const HEADER_BYTES = 4
/** Stands for what is in its place already. */
export const NO_PACKET = new Uint8Array(HEADER_BYTES)

/**
 * What one rank has for another, on a way of several messages. If it is short, it is in its packet, which travels in a bundle
 * with others; ranks in between pass it on unopened. If it is long, its packet only announces it, and it follows straight from
 * its owner, with one copy.
 *
 *     packet:  u8 type | u8 apart | u16 length | content
 *     bundle:  packet | packet | ...
 */
export class Parcel {
  readonly type: number
  /** All of it, if that is one message. */
  readonly content: Uint8Array | null
  private readonly value: unknown

  constructor(type: number, content: Uint8Array | null, value: unknown = content) {
    this.type = type
    this.content = content
    this.value = value
  }

  /** @throws CrossmemTypeError ERR_NOT_CLONEABLE, ERR_DETACHED */
  static of(value: unknown): Parcel {
    if (isBytes(value)) return new Parcel(typeOf(value), bytesOf(value))
    const { head, parts } = serialize(value, 0)
    return new Parcel(VALUE, parts.length === 0 ? head : null, value)
  }

  get packet(): Uint8Array {
    const { type, content, isApart } = this
    const length = isApart ? 0 : content!.length
    const packet = new Uint8Array(HEADER_BYTES + length)
    packet[0] = type
    packet[1] = isApart ? 1 : 0
    packet[2] = length & 0xff
    packet[3] = length >>> 8
    if (!isApart) packet.set(content!, HEADER_BYTES)
    return packet
  }

  /** Starts what follows the packet, if anything does. */
  follow(call: CollectiveCall, dest: number): void {
    if (this.isApart) this.send(call, dest)
  }

  /** Starts all of it, without a packet. */
  send(call: CollectiveCall, dest: number): void {
    if (this.content !== null) call.start(this.content, dest, this.type)
    else call.startValue(this.value, dest)
  }

  private get isApart(): boolean {
    return this.content === null || this.content.length > LONGEST_PACKED
  }
}

/**
 * Takes what a packet holds or announces: into a buffer that it must fill, or as a new value, or with null not at all.
 * @throws CrossmemError ERR_COLLECTIVE_MISMATCH when it does not fit
 */
export function unpack(
  call: CollectiveCall,
  packet: Uint8Array,
  source: number,
  into: Uint8Array | null | undefined,
): Arrival<unknown> {
  if (into === null) return arrived(source, () => undefined)
  if (isApart(packet)) return into === undefined ? call.postValue(source) : call.post(into, source)
  const type = packet[0]
  const content = packet.subarray(HEADER_BYTES)
  if (into === undefined) {
    // Its own memory: what arrived with it shall not live as long as it.
    const own = new Uint8Array(content)
    return arrived(source, () => (type === VALUE ? deserialize(readHead(own).form, []) : revive(type, own)))
  }
  const misfit = call.misfit(type, content.length, into.length, source)
  if (misfit !== null) throw misfit
  return arrived(source, () => into.set(content))
}

/** What this rank has for itself: a copy, as others get one. */
export function* takeOwn(call: CollectiveCall, own: Parcel, into: Uint8Array | null | undefined): Steps<unknown> {
  if (into === null) return undefined
  const { type, content } = own
  const { rank } = call
  if (content === null) {
    const arrived = call.postValue(rank)
    own.send(call, rank)
    yield arrived
    return arrived.take()
  }
  if (into !== undefined) {
    const misfit = call.misfit(type, content.length, into.length, rank)
    if (misfit !== null) throw misfit
    return into.set(content)
  }
  const copy = new Uint8Array(content)
  return type === VALUE ? deserialize(readHead(copy).form, []) : revive(type, copy)
}

export function bundle(packets: readonly Uint8Array[]): Uint8Array {
  return packets.length === 1 ? packets[0] : Buffer.concat(packets)
}

/** A bundle's packets, where they lie. */
export function unbundle(bytes: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + HEADER_BYTES + bytes[at + 2] + (bytes[at + 3] << 8)
    packets.push(bytes.subarray(at, end))
    at = end
  }
  return packets
}

function isApart(packet: Uint8Array): boolean {
  return packet[1] !== 0
}
