import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Status, testAll, testAny, testSome, waitAll, waitAny, waitSome, world } from '../../src/mpi/index.ts'

// This process is a job of one rank, which sends to itself.

/** Requests for the messages with tags 0, 1, 2 and so on. */
function receives(count: number) {
  return Array.from({ length: count }, (_, tag) => world.irecv({ source: 0, tag }))
}

function send(...tags: number[]): void {
  for (const tag of tags) world.send(`message ${tag}`, { dest: 0, tag })
}

/** A request that has failed: its message did not fit. */
function failed() {
  const request = world.irecv(new Uint8Array(1), { source: 0, tag: 99 })
  world.send(new Uint8Array(2), { dest: 0, tag: 99 })
  return request
}

describe('Request', () => {
  test('is done when its message has come, and gives its result as often as it is asked', () => {
    const [request] = receives(1)
    assert.equal(request.done, false)
    assert.equal(request.test(), false)
    send(0)
    assert.equal(request.test(), true)
    assert.equal(request.wait(), 'message 0')
    assert.equal(request.wait(), 'message 0')
    const into = new Float64Array(3)
    const other = world.irecv(into, { tag: 5 })
    world.send(Float64Array.of(1, 2), { dest: 0, tag: 5 })
    const { source, tag, bytes, count } = other.wait()
    assert.deepEqual({ source, tag, bytes, count }, { source: 0, tag: 5, bytes: 16, count: 2 })
    assert.equal(world.isend('x', { dest: 0 }).wait(), undefined)
    world.recv()
  })

  test('fills in the status that it was given', () => {
    const status = new Status()
    const request = world.irecv({ status })
    world.send(new Float64Array(2), { dest: 0, tag: 7 })
    request.wait()
    assert.deepEqual([status.source, status.tag, status.bytes], [0, 7, 16])
    const replaced = world.irecv(new Float64Array(2), { status })
    world.send(new Float64Array(1), { dest: 0, tag: 8 })
    assert.equal(replaced.wait(), status)
    assert.deepEqual([status.tag, status.count], [8, 1])
  })

  test('throws its error from wait() and test(), each time', () => {
    const request = failed()
    for (const call of [() => request.wait(), () => request.test(), () => request.wait()]) {
      assert.throws(call, { code: 'ERR_TRUNCATED' })
    }
  })

  test('cancel() takes a receive back, with or without a buffer, and tells so', () => {
    const into = new Uint8Array(4)
    const status = new Status()
    for (const request of [world.irecv(into), world.irecv(), world.irecv({ status })]) {
      assert.equal(request.cancel(), true)
      assert.equal(request.test(), true)
      assert.equal(request.cancel(), false)
      const result = request.wait()
      if (result !== undefined) assert.equal((result as Status).cancelled, true)
    }
    assert.equal(status.cancelled, true)
    send(3)
    assert.equal(world.recv({ status }), 'message 3')
    assert.equal(status.cancelled, false)
  })

  test('cancel() leaves alone what has been matched, and sends', () => {
    const [request] = receives(1)
    const sent = world.issend('message 0', { dest: 0, tag: 0 })
    assert.equal(request.cancel(), false)
    assert.equal(sent.cancel(), false)
    assert.equal(request.wait(), 'message 0')
    const waiting = world.issend('x', { dest: 0 })
    assert.equal(waiting.cancel(), false)
    assert.equal(waiting.test(), false)
    world.recv()
    waiting.wait()
  })

  test('can be awaited, while the event loop turns', async () => {
    const requests = receives(3)
    const order: string[] = []
    setTimeout(() => {
      order.push('timer')
      send(1, 0, 2)
    }, 20)
    const results = await Promise.all(
      requests.map(async (request, index) => {
        const result = await request
        order.push(`request ${index}`)
        return result
      }),
    )
    assert.deepEqual(results, ['message 0', 'message 1', 'message 2'])
    assert.equal(order[0], 'timer')
    assert.equal(await requests[1], 'message 1')
    assert.equal(await world.isend('x', { dest: 0 }), undefined)
    assert.equal(await world.irecv(), 'x')
  })

  test('rejects with its error when it is awaited', async () => {
    await assert.rejects(async () => await failed(), { code: 'ERR_TRUNCATED' })
    const request = world.irecv(new Uint8Array(1), { tag: 98 })
    const rejected = assert.rejects(async () => await request, { code: 'ERR_TRUNCATED' })
    setImmediate(() => world.send(new Uint8Array(2), { dest: 0, tag: 98 }))
    await rejected
  })

  test('that is cancelled while it is awaited, ends', async () => {
    const request = world.irecv(new Uint8Array(1))
    setImmediate(() => request.cancel())
    assert.equal((await request).cancelled, true)
    const [value] = receives(1)
    setImmediate(() => value.cancel())
    assert.equal(await value, undefined)
  })

  test('that nobody fulfils keeps no other from being awaited, and then ends too', async () => {
    const [first, second] = receives(2)
    const early = second.then((value) => value)
    send(1)
    assert.equal(await early, 'message 1')
    send(0)
    assert.equal(await first, 'message 0')
  })
})

describe('waitAll()', () => {
  test('gives all results in order, undefined for null entries', () => {
    const requests = receives(3)
    send(2, 0, 1)
    assert.deepEqual(waitAll([requests[0], null, requests[1], undefined, requests[2]]), [
      'message 0',
      undefined,
      'message 1',
      undefined,
      'message 2',
    ])
    assert.deepEqual(waitAll(requests), ['message 0', 'message 1', 'message 2'])
    assert.deepEqual(waitAll([]), [])
  })

  test('throws the error of the first that failed', () => {
    const requests = receives(1)
    send(0)
    assert.throws(() => waitAll([requests[0], failed(), null]), { code: 'ERR_TRUNCATED' })
  })
})

describe('waitAny()', () => {
  test('gives one after the other as they come, and null when none is left', () => {
    const requests = receives(3)
    const list = [null, ...requests, undefined]
    send(1)
    assert.deepEqual(waitAny(list), { index: 2, result: 'message 1' })
    send(2, 0)
    assert.deepEqual([waitAny(list), waitAny(list)].map((completion) => completion!.index).sort(), [1, 3])
    assert.equal(waitAny(list), null)
    assert.equal(waitAny([]), null)
    assert.equal(waitAny([null, undefined]), null)
  })

  test('throws the error of one that failed, and passes over it from then on', () => {
    const requests = receives(1)
    send(0)
    const list = [failed(), requests[0]]
    assert.throws(() => waitAny(list), { code: 'ERR_TRUNCATED' })
    assert.deepEqual(waitAny(list), { index: 1, result: 'message 0' })
    assert.equal(waitAny(list), null)
  })

  test('throws when no message can come', () => {
    const requests = receives(1)
    assert.throws(() => waitAny(requests), { code: 'ERR_DEADLOCK' })
    assert.throws(() => waitSome(requests), { code: 'ERR_DEADLOCK' })
    requests[0].cancel()
    assert.equal(waitAny(requests)!.index, 0)
  })
})

test('waitSome() gives all that are done, each once, and an empty list when none is left', () => {
  const requests = receives(4)
  const list = [requests[0], null, ...requests.slice(1)]
  send(3, 0)
  assert.deepEqual(waitSome(list), [
    { index: 0, result: 'message 0' },
    { index: 4, result: 'message 3' },
  ])
  send(1, 2)
  assert.deepEqual(
    waitSome(list).map(({ index }) => index),
    [2, 3],
  )
  assert.deepEqual(waitSome(list), [])
  assert.deepEqual(waitSome([]), [])
})

test('testAll() gives all results when all are there, and null before', () => {
  const requests = receives(2)
  const list = [requests[0], null, requests[1]]
  assert.equal(testAll(list), null)
  send(1)
  assert.equal(testAll(list), null)
  send(0)
  assert.deepEqual(testAll(list), ['message 0', undefined, 'message 1'])
  assert.deepEqual(testAll(list), ['message 0', undefined, 'message 1'])
  assert.deepEqual(testAll([]), [])
  assert.throws(() => testAll([failed()]), { code: 'ERR_TRUNCATED' })
})

test('testAny() tells one that is done from none yet and none left', () => {
  const requests = receives(2)
  const list = [null, ...requests]
  assert.equal(testAny(list), undefined)
  send(1)
  assert.deepEqual(testAny(list), { index: 2, result: 'message 1' })
  assert.equal(testAny(list), undefined)
  send(0)
  assert.deepEqual(testAny(list), { index: 1, result: 'message 0' })
  assert.equal(testAny(list), null)
  assert.equal(testAny([]), null)
})

test('testSome() gives what is done, each once', () => {
  const requests = receives(3)
  const list = [...requests, null]
  assert.deepEqual(testSome(list), [])
  send(2, 1)
  assert.deepEqual(
    testSome(list).map(({ result }) => result),
    ['message 1', 'message 2'],
  )
  assert.deepEqual(testSome(list), [])
  send(0)
  assert.deepEqual(testSome(list), [{ index: 0, result: 'message 0' }])
  assert.deepEqual(testSome(list), [])
})
