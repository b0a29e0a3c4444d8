import { CrossmemError } from '../errors.ts'
import { bellBit, bellWord } from './bell.ts'
import type { LaneKernel } from './lane-kernel.ts'
import { INLINE, INLINE_BYTES } from './record.ts'
import { LANE_HEADER_BYTES, LANE_SLOTS, type Segment, SLOT_BYTES } from './segment.ts'

/**
 * A lane: the bounded ring from one rank to another, one producer, one consumer.
 *
 *     byte 0                64               128                          128 + 64 × 64
 *     +--------------------+----------------+----------------------------+---------------------------+
 *     | slots taken,       | producer waits | 64 slots of 64 B           | ring of payload bytes     |
 *     | ring bytes taken   |                |  (record.ts)               |                           |
 *     +--------------------+----------------+----------------------------+---------------------------+
 *      written by consumer   by producer      by producer                  by producer
 *
 * A slot is published by storing its sequence number (records sent before it, plus 1) in word 0 as the last step, atomically; what a slot held in
 * the lap before can never equal it. So one cache line carries a short message. Payload that does not fit in the slot lies in the ring, in one piece: one
 * that would cross the end begins at the start again, a rule that both sides compute for themselves.
 * The consumer tells what it took in steps of a quarter, so that an empty lane always has three quarters free, more
 * than the longest payload. All counters are 32-bit and wrap.
 */
const TAKEN = 0
const TAKEN_RING = 1
const WAITING = 16
const SLOT_WORDS = SLOT_BYTES / 4
const SLOTS_FROM = LANE_HEADER_BYTES / 4
const STEP = LANE_SLOTS / 4

/** The longest payload that a lane takes. */
export function longestEager(segment: Segment): number {
  return segment.ringBytes / 4
}

function roundUp(bytes: number): number {
  return (bytes + 63) & ~63
}

/** How many ring bytes a payload takes when `used` were taken before it, the gap at the end included. */
function ringUse(used: number, payload: number, ring: number): number {
  if (payload <= INLINE_BYTES) return 0
  const length = roundUp(payload)
  const place = used & (ring - 1)
  return place + length > ring ? ring - place + length : length
}

export class LaneWriter {
  private readonly i32: Int32Array
  private readonly kernel: LaneKernel
  /** Where the consumer's bell has this producer's bit. */
  private readonly bell: number
  private readonly bit: number
  private readonly base: number
  private readonly ring: number
  private readonly ringAt: number
  private sent = 0
  private sentRing = 0
  private taken = 0
  private takenRing = 0
  /** The word index of the slot that {@link begin} opened, and the byte at which its payload goes. */
  slot = 0
  payloadAt = 0

  constructor(segment: Segment, source: number, dest: number) {
    const at = segment.laneAt(source, dest)
    this.i32 = segment.i32
    this.kernel = segment.kernel
    this.base = at >>> 2
    this.ring = segment.ringBytes
    this.ringAt = at + LANE_HEADER_BYTES + LANE_SLOTS * SLOT_BYTES
    this.bell = bellWord(segment, source, dest) << 2
    this.bit = bellBit(source)
  }

  /** Opens the next slot for a record with `payload` bytes. @returns false when there is no room */
  begin(payload: number): boolean {
    const use = ringUse(this.sentRing, payload, this.ring)
    if (!this.fits(use)) {
      this.refresh()
      if (!this.fits(use)) return false
    }
    this.slot = this.base + SLOTS_FROM + (this.sent & (LANE_SLOTS - 1)) * SLOT_WORDS
    if (use === 0) this.payloadAt = (this.slot + INLINE) << 2
    else {
      this.sentRing = (this.sentRing + use) | 0
      this.payloadAt = this.ringAt + ((this.sentRing - roundUp(payload)) & (this.ring - 1))
    }
    return true
  }

  /** Publishes the slot that was opened. @returns false when the consumer has to be told with {@link Bell.ring} */
  commit(): boolean {
    this.sent = (this.sent + 1) | 0
    return this.kernel.publish(this.slot << 2, this.sent, this.bell, this.bit) !== 0
  }

  /** Says whether the consumer shall ring when it makes room; look for room once more after setting it. */
  setWaiting(waiting: boolean): void {
    Atomics.store(this.i32, this.base + WAITING, waiting ? 1 : 0)
  }

  private fits(use: number): boolean {
    return ((this.sent - this.taken) | 0) < LANE_SLOTS && ((this.sentRing + use - this.takenRing) | 0) <= this.ring
  }

  private refresh(): void {
    const taken = Atomics.load(this.i32, this.base + TAKEN)
    const takenRing = Atomics.load(this.i32, this.base + TAKEN_RING)
    const slots = (this.sent - taken) | 0
    const ring = (this.sentRing - takenRing) | 0
    if (slots < 0 || slots > LANE_SLOTS || ring < 0 || ring > this.ring) {
      throw new CrossmemError('ERR_SEGMENT', 'a peer has damaged the control segment: a lane gave back what it had not')
    }
    this.taken = taken
    this.takenRing = takenRing
  }
}

export class LaneReader {
  private readonly i32: Int32Array
  private readonly kernel: LaneKernel
  private readonly base: number
  private readonly ring: number
  private readonly ringAt: number
  private taken = 0
  private takenRing = 0
  private told = 0
  private toldRing = 0

  constructor(segment: Segment, source: number, dest: number) {
    const at = segment.laneAt(source, dest)
    this.i32 = segment.i32
    this.kernel = segment.kernel
    this.base = at >>> 2
    this.ring = segment.ringBytes
    this.ringAt = at + LANE_HEADER_BYTES + LANE_SLOTS * SLOT_BYTES
  }

  /** The word index of the next record, or -1 when there is none after looking for it `looks` times. */
  next(looks: number): number {
    const slot = this.base + SLOTS_FROM + (this.taken & (LANE_SLOTS - 1)) * SLOT_WORDS
    return this.kernel.isPublished(slot << 2, (this.taken + 1) | 0, looks) !== 0 ? slot : -1
  }

  /** The byte at which the payload of the record at `slot` begins. */
  payloadAt(slot: number, payload: number): number {
    if (payload <= INLINE_BYTES) return (slot + INLINE) << 2
    const end = this.takenRing + ringUse(this.takenRing, payload, this.ring)
    return this.ringAt + ((end - roundUp(payload)) & (this.ring - 1))
  }

  /** Takes the next record away. @returns true when the producer waits for the room that this made */
  take(payload: number): boolean {
    this.taken = (this.taken + 1) | 0
    this.takenRing = (this.takenRing + ringUse(this.takenRing, payload, this.ring)) | 0
    if (((this.taken - this.told) | 0) < STEP && ((this.takenRing - this.toldRing) | 0) < this.ring / 4) return false
    this.told = this.taken
    this.toldRing = this.takenRing
    this.i32[this.base + TAKEN_RING] = this.takenRing
    Atomics.store(this.i32, this.base + TAKEN, this.taken)
    return Atomics.load(this.i32, this.base + WAITING) !== 0
  }
}
