import assert from 'node:assert/strict'
import { test } from 'node:test'
import { takenBlocks } from '../../src/transport/board.ts'
import {
  type ControlBlock,
  PAYLOAD_BYTES,
  PROGRESS,
  payloadAt,
  SCRATCH_BYTES,
} from '../../src/transport/control-block.ts'
import { BLOCK_HEADER_BYTES, CALLS, LINE_BYTES } from '../../src/transport/segment.ts'
import { LocalJob } from './local-job.ts'

const ALL = [0, 1, 2]

/** A block of three ranks, as each of them sees it. */
function openBlock(job: LocalJob): ControlBlock[] {
  const commons = job.ranks.map(({ transport }) => transport.commons!)
  for (const { declare } of commons.map((one) => ({ declare: () => one.declare() }))) declare()
  const index = commons[0].claim(ALL)
  assert.ok(index >= 0)
  return commons.map((one, rank) => one.open(index, ALL, rank))
}

function freed(job: LocalJob, rank: number): number {
  return job.ranks[rank].transport.arena.available
}

test('claim() waits for all to say whether they see the others, and gives none if one does not', () => {
  using job = new LocalJob(3)
  const [first, second, third] = job.ranks.map(({ transport }) => transport.commons!)
  const declared = first.declared(ALL)
  assert.deepEqual([declared.done, declared.awaited], [false, 0])
  first.declare()
  third.declare()
  assert.deepEqual([declared.done, declared.awaited], [false, 1])
  assert.equal(first.claim(ALL), -1)
  assert.equal(first.claim([0, 2]), 0)
  second.declare()
  assert.equal(declared.done, true)
  assert.equal(first.claim(ALL), 1)
  assert.equal(takenBlocks(job.segment), 2)
})

test('a job that is forced to use one protocol has nothing in common', () => {
  using job = new LocalJob(3, { forced: 'staged' })
  for (const { transport } of job.ranks) assert.equal(transport.commons, null)
})

test('isFree() gives lines to a call when all are done with the one that had them before', () => {
  using job = new LocalJob(3)
  const [first, second, third] = openBlock(job)
  for (let call = 1; call <= CALLS; call++) assert.equal(first.isFree(call), true)
  assert.equal(first.isFree(CALLS + 1), false)
  first.finish(1)
  second.finish(1)
  assert.equal(first.lagging(CALLS + 1), 2)
  third.finish(1)
  assert.equal(first.lagging(CALLS + 1), -1)
  assert.equal(first.isFree(CALLS + 1), true)
  assert.equal(first.isFree(CALLS + 2), false)
})

test('finish() of calls out of order frees their lines when those before are finished too', () => {
  using job = new LocalJob(3)
  const blocks = openBlock(job)
  for (const call of [3, 2, 5]) for (const block of blocks) block.finish(call)
  assert.equal(blocks[0].isFree(CALLS + 1), false)
  assert.equal(blocks[0].isFree(CALLS + 2), false)
  for (const block of blocks) block.finish(1)
  for (const call of [1, 2, 3]) assert.equal(blocks[1].isFree(CALLS + call), true, `${call}`)
  assert.equal(blocks[1].isFree(CALLS + 4), false)
  for (const block of blocks) block.finish(4)
  assert.equal(blocks[2].isFree(CALLS + 5), true)
  assert.equal(blocks[2].isFree(CALLS + 6), false)
})

test('finish() goes on for ever, in any order within CALLS', () => {
  using job = new LocalJob(3)
  const blocks = openBlock(job)
  for (let begin = 1; begin < 2000; begin += CALLS) {
    const order = Array.from({ length: CALLS }, (_, i) => begin + ((i * 5 + begin) % CALLS))
    for (const call of order) for (const block of blocks) block.finish(call)
    for (const block of blocks) assert.equal(block.lagging(begin + 2 * CALLS - 1), -1, `after ${begin}`)
  }
})

test('line() and payloadAt() keep what ranks write apart', () => {
  using job = new LocalJob(3)
  const [block] = openBlock(job)
  const lines = new Set<number>()
  for (let call = 1; call <= CALLS; call++) for (const member of ALL) lines.add(block.line(call, member))
  assert.equal(lines.size, CALLS * ALL.length)
  const sorted = [...lines].sort((a, b) => a - b)
  for (let i = 1; i < sorted.length; i++) assert.equal(sorted[i] - sorted[i - 1], LINE_BYTES)
  for (const length of [0, 1, 24, 25, PAYLOAD_BYTES]) {
    assert.equal(payloadAt(length) % 8, 0)
    assert.ok(payloadAt(length) >= 40 && payloadAt(length) + length <= LINE_BYTES)
  }
})

test('tell() is seen by the others', () => {
  using job = new LocalJob(3)
  const [first, second] = openBlock(job)
  const line = second.line(1, 0)
  const lacking = (value: number) => second.view.board.lacking(line, 1, 1, PROGRESS * 4, value, 1)
  assert.equal(lacking(0), 0)
  first.tell(first.line(1, 0), 0, 1)
  assert.equal(lacking(0), -1)
  assert.equal(lacking(3), 0)
  first.tell(first.line(1, 0), PROGRESS, 3)
  assert.equal(lacking(3), -1)
})

test('release() leaves nothing but zeros, and gives the block to others when all have released it', () => {
  using job = new LocalJob(3)
  const index = 0
  for (let round = 0; round < 3; round++) {
    const blocks = openBlock(job)
    assert.equal(takenBlocks(job.segment), 1)
    job.segment.u8.fill(0xee, job.segment.blockAt(index) + BLOCK_HEADER_BYTES, job.segment.blockAt(index + 1))
    for (const block of blocks) block.release()
    assert.equal(takenBlocks(job.segment), 0)
    const left = job.segment.u8.subarray(job.segment.blockAt(index) + 8, job.segment.blockAt(index + 1))
    assert.ok(left.every((byte) => byte === 0))
  }
})

test('release() gives scratch memory back only when all are done with the calls that it was used for', () => {
  using job = new LocalJob(3)
  const [first, second, third] = openBlock(job)
  const before = freed(job, 0)
  const offset = first.scratch(1)
  assert.equal(first.scratch(2), offset + SCRATCH_BYTES * ((2 % CALLS) - (1 % CALLS)))
  assert.ok(freed(job, 0) < before)
  for (const block of [first, second]) block.finish(1)
  first.release()
  second.release()
  first.view.giveBackWhen(() => true, first.view.take(64), 64)
  assert.ok(freed(job, 0) < before, 'the third rank may still read')
  third.finish(1)
  first.view.giveBackWhen(() => true, first.view.take(64), 64)
  assert.equal(freed(job, 0), before)
  third.release()
  // Nor does it wait for a block that others have by now.
  const [again] = openBlock(job)
  again.scratch(1)
  again.finish(1)
  again.release()
  assert.ok(freed(job, 0) < before)
})

test('giveBackAfter() gives memory back when all are done, or the block is released', () => {
  using job = new LocalJob(3)
  const blocks = openBlock(job)
  const [first] = blocks
  const before = freed(job, 0)
  first.giveBackAfter(1, first.view.take(100_000), 100_000)
  first.finish(1)
  assert.ok(freed(job, 0) < before)
  for (const block of blocks) block.release()
  first.view.giveBackWhen(() => true, first.view.take(64), 64)
  assert.equal(freed(job, 0), before)
})
