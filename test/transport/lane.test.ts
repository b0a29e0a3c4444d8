import assert from 'node:assert/strict'
import { closeSync } from 'node:fs'
import { describe, test } from 'node:test'
import { LaneReader, LaneWriter, longestEager } from '../../src/transport/lane.ts'
import { INLINE_BYTES } from '../../src/transport/record.ts'
import { LANE_HEADER_BYTES, LANE_SLOTS, Segment, SLOT_BYTES } from '../../src/transport/segment.ts'
import { randomFrom, seedOfRun } from '../attach/random.ts'

const BORDERS = [0, 1, 31, INLINE_BYTES, 33, 63, 64, 65, 127, 128, 4095, 4096, 8191, 8192]
const TAKEN = 0
const TAKEN_RING = 1
const WAITING = 16

/** The lane from rank 0 to rank 1 of a segment, and what was put into it. */
class TestLane implements Disposable {
  readonly segment: Segment
  readonly writer: LaneWriter
  readonly reader: LaneReader
  readonly underWay: Uint8Array[] = []
  #made = 0

  constructor(size = 2) {
    this.segment = Segment.create(size)
    this.writer = new LaneWriter(this.segment, 0, 1)
    this.reader = new LaneReader(this.segment, 0, 1)
  }

  get header(): number {
    return this.segment.laneAt(0, 1) / 4
  }

  /** Makes both ends, and what lies between them, as they are after `records` records with `ringBytes` of payload. */
  startAt(records: number, ringBytes: number): void {
    const { i32 } = this.segment
    for (let record = records - LANE_SLOTS; record !== records; record++) {
      const slot = this.header + LANE_HEADER_BYTES / 4 + ((record & (LANE_SLOTS - 1)) * SLOT_BYTES) / 4
      i32[slot] = record + 1
    }
    i32[this.header + TAKEN] = records
    i32[this.header + TAKEN_RING] = ringBytes
    Object.assign(this.writer, { sent: records, sentRing: ringBytes, taken: records, takenRing: ringBytes })
    Object.assign(this.reader, { taken: records, takenRing: ringBytes, told: records, toldRing: ringBytes })
  }

  /** @returns false when there was no room */
  put(length: number): boolean {
    const { writer, segment } = this
    if (!writer.begin(length)) return false
    const payload = new Uint8Array(length).fill(++this.#made % 251)
    segment.u8.set(payload, writer.payloadAt)
    this.underWay.push(payload)
    writer.commit()
    return true
  }

  /** Takes a record and compares its payload. @returns whether the reader was told to wake the writer */
  take(): boolean {
    const { reader, segment } = this
    const expected = this.underWay.shift()!
    const slot = reader.next(1)
    assert.ok(slot >= 0, 'a record is missing')
    const at = reader.payloadAt(slot, expected.length)
    const end = segment.laneAt(0, 1) + segment.laneBytes
    assert.ok(
      at >= segment.laneAt(0, 1) + LANE_HEADER_BYTES && at + expected.length <= end,
      'payload outside of its lane',
    )
    assert.deepEqual(segment.u8.slice(at, at + expected.length), expected)
    return reader.take(expected.length)
  }

  [Symbol.dispose](): void {
    closeSync(this.segment.fd)
  }
}

test('a lane gives back payloads of every length around its borders, in order', () => {
  using lane = new TestLane()
  const lengths = [...BORDERS, longestEager(lane.segment) - 1, longestEager(lane.segment)]
  for (let lap = 0; lap < 50; lap++) {
    for (const length of lengths) {
      assert.ok(lane.put(length))
      lane.take()
      assert.equal(lane.reader.next(1), -1)
    }
  }
})

test('an empty lane takes the longest payload wherever its ring stands', () => {
  using lane = new TestLane()
  const longest = longestEager(lane.segment)
  for (let shift = 0; shift < lane.segment.ringBytes; shift += 64) {
    lane.startAt(shift, shift)
    assert.ok(lane.put(longest), `at ring byte ${shift}`)
    lane.take()
    assert.ok(lane.put(longest), `again, after ring byte ${shift}`)
    lane.take()
  }
})

test('a lane takes 64 records and then no more, until a quarter of them was taken', () => {
  using lane = new TestLane()
  for (let from = 0; from < LANE_SLOTS; from++) {
    lane.startAt(from, 0)
    while (lane.underWay.length < LANE_SLOTS) assert.ok(lane.put(8))
    assert.equal(lane.put(8), false)
    for (let taken = 1; taken < LANE_SLOTS / 4; taken++) lane.take()
    assert.equal(lane.put(8), false)
    lane.take()
    assert.ok(lane.put(8))
    while (lane.underWay.length > 0) lane.take()
  }
})

test('a lane whose ring is full takes no payload, but records without one', () => {
  using lane = new TestLane()
  const longest = longestEager(lane.segment)
  for (let i = 0; i < 4; i++) assert.ok(lane.put(longest))
  assert.equal(lane.put(INLINE_BYTES + 1), false)
  assert.ok(lane.put(INLINE_BYTES))
  lane.take()
  assert.ok(lane.put(longest))
  while (lane.underWay.length > 0) lane.take()
})

test('LaneReader.take() asks to wake a writer that waits, and only such a one', () => {
  using lane = new TestLane()
  const wakes = () => {
    let count = 0
    for (let i = 0; i < LANE_SLOTS; i++) lane.put(0)
    while (lane.underWay.length > 0) if (lane.take()) count++
    return count
  }
  assert.equal(wakes(), 0)
  lane.writer.setWaiting(true)
  assert.equal(lane.segment.i32[lane.header + WAITING], 1)
  assert.equal(wakes(), 4)
  lane.writer.setWaiting(false)
  assert.equal(wakes(), 0)
})

describe('a lane keeps records and payloads apart and in order, whatever comes', () => {
  const seed = seedOfRun()
  // Both the start of a job and the places where its 32-bit counters overflow.
  for (const from of [0, 2 ** 31 - 40, -70]) {
    test(`from record ${from} (seed ${seed})`, () => {
      const random = randomFrom(seed)
      using lane = new TestLane(random(2) === 0 ? 2 : 33)
      const { ringBytes } = lane.segment
      if (from !== 0) lane.startAt(from, from < 0 ? -ringBytes - 4096 : (2 ** 31 - ringBytes) | 0)
      const lengths = [...BORDERS.filter((length) => length <= ringBytes / 4), ringBytes / 4]
      let put = 0
      while (put < 4000) {
        for (let burst = random(100); burst > 0; burst--) {
          const length = random(3) === 0 ? random(ringBytes / 4 + 1) : lengths[random(lengths.length)]
          if (lane.put(length)) put++
        }
        for (let burst = random(100); burst > 0 && lane.underWay.length > 0; burst--) lane.take()
      }
      while (lane.underWay.length > 0) lane.take()
      assert.equal(lane.reader.next(1), -1)
    })
  }
})

test('LaneWriter.begin() notices counters that give back more than was sent, or take it back', () => {
  const damages = [
    [TAKEN, LANE_SLOTS + 1],
    [TAKEN, -1],
    [TAKEN_RING, 2 ** 20],
    [TAKEN_RING, -(2 ** 20)],
  ]
  for (const [word, damage] of damages) {
    using lane = new TestLane()
    for (let i = 0; i < 2 * LANE_SLOTS; i++) {
      lane.put(100)
      lane.take()
    }
    while (lane.put(100));
    lane.segment.i32[lane.header + word] += damage
    assert.throws(() => lane.put(100), { code: 'ERR_SEGMENT', message: /damaged/ }, `word ${word}: ${damage}`)
  }
})
