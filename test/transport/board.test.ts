import assert from 'node:assert/strict'
import { closeSync } from 'node:fs'
import { test } from 'node:test'
import { claimBlock, releaseBlock, takenBlocks } from '../../src/transport/board.ts'
import { MAX_RANKS, Segment } from '../../src/transport/segment.ts'

test('claimBlock() gives each block once, and those again that were released', () => {
  for (const size of [2, 9, MAX_RANKS]) {
    const segment = Segment.create(size)
    const { count } = segment.blockBits
    const claimed = Array.from({ length: count }, () => claimBlock(segment))
    assert.deepEqual(claimed, [...Array(count).keys()], `${size} ranks`)
    assert.equal(takenBlocks(segment), count)
    assert.equal(claimBlock(segment), -1)
    for (const index of [count - 1, 0, count >>> 1]) releaseBlock(segment, index)
    assert.equal(takenBlocks(segment), count - 3)
    assert.deepEqual([claimBlock(segment), claimBlock(segment), claimBlock(segment)], [0, count >>> 1, count - 1])
    assert.equal(claimBlock(segment), -1)
    closeSync(segment.fd)
  }
})

test('claimBlock() has none for a job of one rank', () => {
  const segment = Segment.create(1)
  assert.equal(claimBlock(segment), -1)
  assert.equal(takenBlocks(segment), 0)
  closeSync(segment.fd)
})
