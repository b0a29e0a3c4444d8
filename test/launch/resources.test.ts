import assert from 'node:assert/strict'
import { fstatSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { createResources } from '../../src/launch/resources.ts'
import { MAX_RANKS } from '../../src/transport/segment.ts'
import { STAGING_BYTES } from '../../src/transport/staging-layout.ts'

const MEBIBYTE = 1024 * 1024

test('createResources() makes a segment, and an arena and an eventfd for each rank', () => {
  using resources = createResources(3, MEBIBYTE)
  assert.equal(resources.segment.size, 3)
  assert.deepEqual(
    resources.arenas.map((fd) => fstatSync(fd).size),
    Array(3).fill(MEBIBYTE + STAGING_BYTES),
  )
  assert.equal(new Set(resources.eventfds).size, 3)
})

test('createResources() commits no memory for arenas', () => {
  using resources = createResources(2, 64 * MEBIBYTE)
  assert.deepEqual(
    resources.arenas.map((fd) => fstatSync(fd).blocks),
    [0, 0],
  )
})

test('createResources() leaves no descriptor open when it is disposed', () => {
  const before = readdirSync('/proc/self/fd').length
  createResources(4, MEBIBYTE)[Symbol.dispose]()
  assert.equal(readdirSync('/proc/self/fd').length, before)
})

test('createResources() refuses jobs that lanes cannot serve', () => {
  for (const size of [0, -1, 1.5, Number.NaN, MAX_RANKS + 1]) {
    assert.throws(() => createResources(size, MEBIBYTE), { code: 'ERR_JOB_SIZE' })
  }
})
