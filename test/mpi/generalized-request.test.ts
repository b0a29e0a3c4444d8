import assert from 'node:assert/strict'
import { test } from 'node:test'
import { greqStart, testAll, waitAll, waitAny, waitSome, world } from '../../src/mpi/index.ts'

// This process is a job of one rank.

/** A generalized request that notes which of its functions were called. */
function noted() {
  const calls: string[] = []
  const request = greqStart({
    query(status) {
      calls.push('query')
      status.set(3, 4, 40, 8)
    },
    free: () => calls.push('free'),
    cancel(complete) {
      calls.push(`cancel ${complete}`)
      return !complete
    },
  })
  return { calls, request }
}

test('a generalized request is done when complete() was called', () => {
  const { calls, request } = noted()
  assert.equal(request.test(), false)
  assert.equal(request.getStatus(), null)
  request.complete()
  assert.equal(request.test(), true)
  assert.deepEqual(calls, [])
  const { source, tag, count } = request.wait()
  assert.deepEqual([source, tag, count], [3, 4, 5])
  assert.deepEqual(calls, ['query', 'free'])
  request.wait()
  assert.deepEqual(calls, ['query', 'free', 'query'])
})

test('getStatus() asks for the status and leaves the request as it is', () => {
  const { calls, request } = noted()
  request.complete()
  assert.equal(request.getStatus()!.bytes, 40)
  assert.deepEqual(calls, ['query'])
  assert.equal(waitAny([request])!.index, 0)
  assert.deepEqual(calls, ['query', 'query', 'free'])
  assert.equal(waitAny([request]), null)
})

test('it is waited for together with messages', () => {
  const { calls, request } = noted()
  const message = world.irecv()
  assert.equal(testAll([request, message]), null)
  request.complete()
  assert.deepEqual(
    waitSome([message, request]).map(({ index }) => index),
    [1],
  )
  world.send('x', { dest: 0 })
  assert.equal(waitAll([request, message])[1], 'x')
  assert.equal(calls.filter((call) => call === 'free').length, 1)
})

test('wait() for one that nobody can complete any more throws', () => {
  assert.throws(() => greqStart({}).wait(), { code: 'ERR_DEADLOCK' })
})

test('it can be awaited', async () => {
  const { calls, request } = noted()
  setTimeout(() => request.complete(), 5)
  assert.equal((await request).source, 3)
  assert.deepEqual(calls, ['query', 'free'])
})

test('cancel() asks the function whether it was taken back', () => {
  const { calls, request } = noted()
  assert.equal(request.cancel(), true)
  request.complete()
  assert.equal(request.cancel(), false)
  assert.deepEqual(calls, ['cancel false', 'cancel true'])
  assert.equal(greqStart({}).cancel(), false)
})

test('free() lets go of it as soon as it is complete', () => {
  const early = noted()
  early.request.free()
  assert.deepEqual(early.calls, [])
  early.request.complete()
  assert.deepEqual(early.calls, ['free'])
  const late = noted()
  late.request.complete()
  late.request.free()
  assert.deepEqual(late.calls, ['free'])
})
