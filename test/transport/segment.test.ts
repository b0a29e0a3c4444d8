import assert from 'node:assert/strict'
import { closeSync, openSync } from 'node:fs'
import { test } from 'node:test'
import { createMemfd } from '../../src/os/memfd.ts'
import {
  BLOCK_HEADER_BYTES,
  CALLS,
  CELLS,
  DIED,
  ENDED,
  LINE_BYTES,
  MAX_RANKS,
  RUNNING,
  Segment,
} from '../../src/transport/segment.ts'

const MAGIC = 0
const VERSION = 1
const SIZE = 2
const RING = 3

test('Segment.create() refuses numbers of ranks that lanes cannot serve', () => {
  for (const size of [0, -1, MAX_RANKS + 1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => Segment.create(size), { name: 'RangeError', code: 'ERR_JOB_SIZE' }, `${size} ranks`)
  }
})

test('the parts of a segment do not overlap, for any number of ranks', () => {
  for (const size of [1, 2, 3, 31, 32, 33, MAX_RANKS]) {
    const segment = Segment.create(size)
    const { byteLength } = segment.u8
    const parts: [at: number, bytes: number][] = [[0, 4096]]
    for (let rank = 0; rank < size; rank++) {
      parts.push([segment.bellAt(rank), 128], [segment.trafficAt(rank), 128])
      parts.push([segment.cellAt(rank, 0), segment.cellAt(rank, CELLS - 1) - segment.cellAt(rank, 0) + 64])
      for (let dest = 0; dest < size; dest++) parts.push([segment.laneAt(rank, dest), segment.laneBytes])
    }
    const { word, count } = segment.blockBits
    assert.ok(
      count >= (size === 1 ? 0 : 7) && (word + Math.ceil(count / 32)) * 4 <= 4096,
      `${size} ranks: ${count} blocks`,
    )
    const blockBytes = BLOCK_HEADER_BYTES + size * (BLOCK_HEADER_BYTES + CALLS * LINE_BYTES)
    for (let index = 0; index < count; index++) parts.push([segment.blockAt(index), blockBytes])
    // The workbench shows no more than that of it.
    if (count > 0) assert.ok(segment.blockAt(count - 1) + blockBytes <= 32 * 1024 * 1024)
    parts.sort(([a], [b]) => a - b)
    let end = 0
    for (const [at, bytes] of parts) {
      assert.ok(at >= end, `${size} ranks: a part at ${at} begins before ${end}`)
      assert.equal(at % 64, 0)
      end = at + bytes
    }
    assert.ok(end <= byteLength)
    closeSync(segment.fd)
  }
})

test('Segment.open() sees what another process wrote', () => {
  const made = Segment.create(3)
  const opened = Segment.open(made.fd, 3)
  made.setPid(2, 4711)
  assert.equal(opened.pid(2), 4711)
  assert.equal(opened.deaths, 0)
  assert.equal(opened.state(1), RUNNING)
  made.setEnd(1, DIED, -9)
  made.setEnd(0, ENDED, 0)
  assert.deepEqual([opened.deaths, opened.state(1), opened.exitOf(1), opened.state(0)], [2, DIED, -9, ENDED])
  assert.deepEqual([opened.mayTell(), made.mayTell(), opened.mayTell()], [true, false, false])
  closeSync(made.fd)
})

test('Segment.open() refuses what is no segment of this version and size', () => {
  const made = Segment.create(2)
  const refused = { code: 'ERR_SEGMENT', message: /not one of this crossmem: .*Start all ranks with the crossmem/ }
  assert.throws(() => Segment.open(made.fd, 3), refused)
  for (const [word, value] of [
    [MAGIC, 0],
    [VERSION, 99],
    [SIZE, 3],
    [RING, 1],
  ]) {
    const right = made.i32[word]
    made.i32[word] = value
    assert.throws(() => Segment.open(made.fd, 2), refused, `word ${word}`)
    made.i32[word] = right
  }
  Segment.open(made.fd, 2)
  closeSync(made.fd)
  for (const fd of [createMemfd('not-a-segment', 4096), openSync('/dev/null', 'r')]) {
    assert.throws(() => Segment.open(fd, 2), refused)
    closeSync(fd)
  }
})
