import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getStatusAll, getStatusAny, getStatusSome, waitAll, waitSome, world } from '../../src/mpi/index.ts'

// This process is a job of one rank, which sends to itself.

function receives(count: number) {
  return Array.from({ length: count }, (_, tag) => world.irecv({ source: 0, tag }))
}

function send(...tags: number[]): void {
  for (const tag of tags) world.send(`message ${tag}`, { dest: 0, tag })
}

test('getStatus() gives what wait() would, and null before', () => {
  const [request] = receives(1)
  assert.equal(request.getStatus(), null)
  send(0)
  assert.equal(request.getStatus(), 'message 0')
  assert.equal(request.collected, false)
  const tooShort = world.irecv(new Uint8Array(1))
  world.send(new Uint8Array(2), { dest: 0 })
  assert.throws(() => tooShort.getStatus(), { code: 'ERR_TRUNCATED' })
})

test('getStatusAll() gives all results when all are there, and leaves them', () => {
  const requests = receives(2)
  send(1)
  assert.equal(getStatusAll(requests), null)
  send(0)
  assert.deepEqual(getStatusAll([null, ...requests]), [undefined, 'message 0', 'message 1'])
  assert.equal(waitSome(requests).length, 2)
  assert.deepEqual(getStatusAll([]), [])
})

test('getStatusAny() tells one that is done from none yet and none left, and leaves it', () => {
  const requests = receives(2)
  assert.equal(getStatusAny(requests), undefined)
  send(1)
  for (let i = 0; i < 2; i++) assert.deepEqual(getStatusAny(requests), { index: 1, result: 'message 1' })
  send(0)
  waitAll(requests)
  assert.equal(getStatusAny(requests), null)
})

test('getStatusSome() gives all that are done, and leaves them', () => {
  const requests = receives(3)
  assert.deepEqual(getStatusSome(requests), [])
  send(2, 0)
  for (let i = 0; i < 2; i++) {
    assert.deepEqual(
      getStatusSome(requests).map(({ index }) => index),
      [0, 2],
    )
  }
  send(1)
  waitAll(requests)
  assert.deepEqual(getStatusSome(requests), [])
})
