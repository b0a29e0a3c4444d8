import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ANY_SOURCE, ANY_TAG, PROC_NULL, world } from '../../src/mpi/index.ts'
import { decodeAnnouncement, encodeAnnouncement, FIRST_TAG } from '../../src/mpi/partitioned/announcement.ts'
import { runCases } from './run-cases.ts'

const bytes = new Uint8Array(12)

test('partitioned messages mean what MPI says', async (t) => {
  await runCases(t, 2, 'partitioned')
})

test('psendInit() and precvInit() divide a buffer into equal parts', () => {
  for (const partitions of [0, -1, 5, 1.5, 2 ** 21, Number.NaN]) {
    assert.throws(() => world.psendInit(bytes, { dest: 0, partitions }), { code: 'ERR_PARTITION' })
    assert.throws(() => world.precvInit(bytes, { source: 0, partitions }), { code: 'ERR_PARTITION' })
  }
  assert.throws(() => world.psendInit(bytes, { dest: 1, partitions: 1 }), { code: 'ERR_RANK' })
  assert.throws(() => world.precvInit(bytes, { source: 0, tag: -5, partitions: 1 }), { code: 'ERR_TAG' })
  assert.throws(() => world.precvInit(bytes, { source: ANY_SOURCE, partitions: 1 }), { code: 'ERR_PARTITION' })
  assert.throws(() => world.precvInit(bytes, { source: 0, tag: ANY_TAG, partitions: 1 }), { code: 'ERR_PARTITION' })
})

test('pready() takes each partition once in each start', () => {
  const send = world.psendInit(bytes, { dest: PROC_NULL, partitions: 3 })
  assert.throws(() => send.pready(0), { code: 'ERR_PARTITION', message: /not active/ })
  for (let round = 0; round < 2; round++) {
    send.start()
    assert.throws(() => send.pready(3), { code: 'ERR_PARTITION', message: /3 is no partition/ })
    send.pready(1)
    assert.throws(() => send.pready(1), { code: 'ERR_PARTITION', message: /ready before/ })
    assert.throws(() => send.start(), { code: 'ERR_REQUEST_ACTIVE' })
    send.preadyList([0, 2])
    send.wait()
  }
})

test('parrived() is true of an inactive request, and of one from PROC_NULL', () => {
  const recv = world.precvInit(bytes, { source: PROC_NULL, partitions: 2 })
  assert.equal(recv.parrived(1), true)
  recv.start()
  assert.equal(recv.parrived(0), true)
  assert.equal(recv.wait().source, PROC_NULL)
  assert.throws(() => recv.parrived(2), { code: 'ERR_PARTITION' })
})

test('decodeAnnouncement() takes what was encoded, and nothing that cannot be', () => {
  const announcement = { tag: FIRST_TAG - 7, partitions: 3, bytes: 1e12 }
  assert.deepEqual(decodeAnnouncement(encodeAnnouncement(announcement)), announcement)
  for (const wrong of [
    { partitions: 0 },
    { partitions: 2 ** 40 },
    { bytes: -1 },
    { bytes: 0.5 },
    { tag: 0 },
    { tag: NaN },
  ]) {
    assert.throws(() => decodeAnnouncement(encodeAnnouncement({ ...announcement, ...wrong })), { code: 'ERR_SEGMENT' })
  }
})
