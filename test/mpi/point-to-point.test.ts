import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ANY_SOURCE, ANY_TAG, alloc, Status, TAG_UB, world } from '../../src/mpi/index.ts'

// This process is a job of one rank, which sends to itself.

function detach<T extends ArrayBufferView>(view: T): T {
  structuredClone(view.buffer, { transfer: [view.buffer as ArrayBuffer] })
  return view
}

/** Nothing was left for a later test. */
function nothingIsLeft(): void {
  assert.equal(world.iprobe(), null)
}

const byte = () => new Uint8Array(1)

describe('a message to oneself', () => {
  test('is a copy of what was sent, of any length and in any mode', () => {
    for (const length of [0, 1, 32, 33, 8192, 8193, 100_000, 5_000_000]) {
      for (const make of [(n: number) => new Uint8Array(n), (n: number) => alloc(Uint8Array, n)]) {
        const sent = make(length).fill(1)
        world.send(sent, { dest: 0 })
        sent.fill(2)
        const into = make(length)
        assert.equal(world.recv(into).bytes, length)
        assert.ok(into.every((value) => value === 1))
        const request = world.irecv(into)
        world.send(sent, { dest: 0 })
        assert.equal(request.wait().bytes, length)
        assert.ok(into.every((value) => value === 2))
        const synchronous = world.issend(sent.fill(3), { dest: 0 })
        assert.equal(synchronous.test(), false)
        world.recv(into)
        synchronous.wait()
        assert.ok(into.every((value) => value === 3))
        const posted = world.irecv(into)
        world.ssend(sent.fill(4), { dest: 0 })
        posted.wait()
        assert.ok(into.every((value) => value === 4))
      }
    }
    nothingIsLeft()
  })

  test('comes as what was sent when it is received without a buffer', () => {
    for (const value of [
      new Float64Array([1, 2]),
      Buffer.from('text'),
      new Uint8Array(0),
      new BigInt64Array(5000),
      { a: [1] },
      undefined,
      null,
      'x',
      7,
    ]) {
      world.send(value, { dest: 0 })
      assert.deepEqual(world.recv(), value)
    }
    const { buffer } = new Uint8Array(10).fill(3)
    world.send(buffer, { dest: 0 })
    assert.deepEqual(world.recv(), buffer)
    world.send(new DataView(buffer, 2, 4), { dest: 0 })
    assert.equal((world.recv() as DataView).byteLength, 4)
    nothingIsLeft()
  })

  test('waits for nobody: what could never end is an error, and leaves nothing behind', () => {
    const deadlock = { code: 'ERR_DEADLOCK', message: /from itself/ }
    for (const wait of [
      () => world.recv(byte(), { source: 0 }),
      () => world.recv(),
      () => world.irecv({ source: 0, tag: 1 }).wait(),
      () => world.probe(),
      () => world.mprobe({ tag: 4 }),
      () => world.borrow(),
    ]) {
      assert.throws(wait, deadlock)
    }
    const request = world.irecv({ tag: 1 })
    world.send('first', { dest: 0, tag: 1 })
    // The irecv() that failed to end waits still, and comes first.
    assert.equal(request.test(), false)
    world.send('second', { dest: 0, tag: 1 })
    assert.equal(request.wait(), 'second')
    assert.throws(() => world.ssend('alone', { dest: 0 }), deadlock)
    // It was sent nevertheless.
    assert.equal(world.recv(), 'alone')
    nothingIsLeft()
  })
})

describe('a receive', () => {
  test('takes messages by source and tag, else in the order of sending', () => {
    for (const tag of [3, 0, TAG_UB, 3]) world.send(tag, { dest: 0, tag })
    assert.equal(world.recv({ tag: TAG_UB }), TAG_UB)
    const status = new Status()
    assert.equal(world.recv({ status }), 3)
    assert.deepEqual([status.source, status.tag], [0, 3])
    assert.equal(world.recv({ source: ANY_SOURCE, tag: ANY_TAG, status }), 0)
    assert.equal(status.tag, 0)
    assert.equal(world.recv({ source: 0, tag: 3 }), 3)
    nothingIsLeft()
  })

  test('tells bytes, and elements of its buffer, -1 where the bytes do not fill them', () => {
    for (const [length, bytes, count] of [
      [16, 16, 2],
      [12, 12, -1],
      [0, 0, 0],
    ]) {
      world.send(new Uint8Array(length), { dest: 0 })
      const status = world.recv(new Float64Array(4))
      assert.deepEqual([status.bytes, status.count], [bytes, count])
    }
  })

  test('of a message that is too long fails, writes nothing, and the next one is fine', () => {
    for (const length of [9, 40, 9000, 100_000]) {
      const whole = new Uint8Array(length + 100).fill(9)
      const into = whole.subarray(50, 49 + length)
      world.send(new Uint8Array(length), { dest: 0, tag: 1 })
      world.send('next', { dest: 0, tag: 1 })
      const wrong = {
        code: 'ERR_TRUNCATED',
        message: new RegExp(`^a message of ${length} bytes .*buffer of ${length - 1} bytes`),
      }
      assert.throws(() => world.recv(into), wrong)
      assert.ok(whole.every((value) => value === 9))
      assert.equal(world.recv(), 'next')
    }
    const issend = world.issend(new Uint8Array(10), { dest: 0 })
    assert.throws(() => world.recv(byte()), { code: 'ERR_TRUNCATED' })
    issend.wait()
    nothingIsLeft()
  })

  test('of a value into a buffer fails, and the value is still there', () => {
    world.send({ a: 1 }, { dest: 0, tag: 2 })
    for (const receive of [() => world.recv(new Uint8Array(1000)), () => world.irecv(new Uint8Array(1000)).wait()]) {
      assert.throws(receive, { name: 'TypeError', code: 'ERR_VALUE_MESSAGE' })
    }
    assert.deepEqual(world.recv(), { a: 1 })
    nothingIsLeft()
  })

  test('whose buffer was transferred away or resized before its message came fails', () => {
    type Resizable = ArrayBuffer & { resize(length: number): void }
    const make = ArrayBuffer as unknown as new (length: number, options: object) => Resizable
    const shrunk = new make(16, { maxByteLength: 64 })
    const grown = new make(16, { maxByteLength: 64 })
    for (const [view, change] of [
      [new Uint8Array(16), (whole: Uint8Array) => void detach(whole)],
      [new Uint8Array(shrunk), () => shrunk.resize(8)],
      [new Uint8Array(shrunk, 0, 8), () => shrunk.resize(4)],
      [new Uint8Array(grown), () => grown.resize(32)],
    ] as [Uint8Array, (whole: Uint8Array) => void][]) {
      const request = world.irecv(view)
      change(view)
      world.send(new Uint8Array(4).fill(1), { dest: 0 })
      assert.throws(() => request.wait(), { code: 'ERR_DETACHED' })
      if (view.length > 0) assert.ok(view.every((value) => value === 0))
    }
    world.send('next', { dest: 0 })
    assert.equal(world.recv(), 'next')
    nothingIsLeft()
  })
})

describe('sendrecv() and sendrecvReplace()', () => {
  test('exchange bytes and values with oneself', () => {
    const into = new Float64Array(2)
    const status = world.sendrecv({ send: new Float64Array([1, 2]), dest: 0, sendTag: 4, recv: into, recvTag: 4 })
    assert.deepEqual([status.tag, status.count, ...into], [4, 2, 1, 2])
    assert.deepEqual(world.sendrecv({ send: { a: 1 }, dest: 0, source: 0 }), { a: 1 })
    const field = alloc(Float64Array, 10_000).fill(3)
    const { count, source, tag } = world.sendrecvReplace(field, { dest: 0, sendTag: 9, source: 0, recvTag: 9 })
    assert.deepEqual([count, source, tag], [10_000, 0, 9])
    assert.ok(field.every((value) => value === 3))
    nothingIsLeft()
  })

  test('fail like the receive that they contain, and leave nothing behind', () => {
    const into = new Uint8Array(3)
    assert.throws(() => world.sendrecv({ send: new Uint8Array(4), dest: 0, recv: into }), { code: 'ERR_TRUNCATED' })
    assert.throws(() => world.sendrecv({ send: 'text', dest: 0, recv: into }), { code: 'ERR_VALUE_MESSAGE' })
    assert.equal(world.recv(), 'text')
    nothingIsLeft()
  })
})

describe('probe(), iprobe(), mprobe() and improbe()', () => {
  test('tell of a message without receiving it', () => {
    assert.equal(world.iprobe(), null)
    assert.equal(world.improbe(), null)
    world.send(new Float64Array(3), { dest: 0, tag: 6 })
    assert.equal(world.iprobe({ tag: 5 }), null)
    assert.equal(world.improbe({ tag: 5 }), null)
    for (const status of [world.probe(), world.iprobe()!, world.probe({ source: 0, tag: 6 })]) {
      const { source, tag, bytes, count, cancelled } = status
      assert.deepEqual(
        { source, tag, bytes, count, cancelled },
        { source: 0, tag: 6, bytes: 24, count: 3, cancelled: false },
      )
    }
    world.recv()
    nothingIsLeft()
  })

  test('take a message that nobody else receives then', () => {
    for (const number of [1, 2, 3, 4]) world.send(Float64Array.of(number), { dest: 0, tag: number })
    const second = world.mprobe({ tag: 2 })
    const first = world.improbe()!
    assert.deepEqual([first.status.tag, second.status.tag, second.status.count], [1, 2, 1])
    assert.equal(world.iprobe({ tag: 2 }), null)
    assert.deepEqual(world.recv(), Float64Array.of(3))
    const into = new Float64Array(2)
    const { tag, count } = second.recv(into)
    assert.deepEqual([tag, count, into[0]], [2, 1, 2])
    assert.deepEqual(first.irecv().wait(), Float64Array.of(1))
    const last = world.mprobe().irecv(into)
    assert.equal(last.wait().tag, 4)
    assert.equal(last.cancel(), false)
    nothingIsLeft()
  })

  test('give a message that can be received once', () => {
    const again = { code: 'ERR_NO_MESSAGE', message: /was received already/ }
    for (const receive of [
      (message: ReturnType<typeof world.mprobe>) => message.recv(new Uint8Array(8)),
      (message: ReturnType<typeof world.mprobe>) => message.recv(),
      (message: ReturnType<typeof world.mprobe>) => message.irecv(new Uint8Array(8)).wait(),
      (message: ReturnType<typeof world.mprobe>) => message.borrow().release(),
    ]) {
      world.send(new Uint8Array(8), { dest: 0 })
      const message = world.mprobe()
      receive(message)
      assert.throws(() => message.recv(), again)
      assert.throws(() => message.irecv(new Uint8Array(8)), again)
      assert.throws(() => message.borrow(), again)
    }
    world.send(new Uint8Array(8), { dest: 0 })
    const message = world.mprobe()
    assert.throws(() => message.recv(new Uint8Array(7)), { code: 'ERR_TRUNCATED' })
    assert.throws(() => message.recv(new Uint8Array(8)), again)
    nothingIsLeft()
  })

  test('leave a value that was asked for as bytes', () => {
    world.send([1, 2], { dest: 0 })
    const message = world.mprobe()
    assert.throws(() => message.recv(new Uint8Array(100)), { code: 'ERR_VALUE_MESSAGE' })
    assert.deepEqual(message.recv(), [1, 2])
  })
})

test('borrow() gives a copy of what does not lie in the arena of another rank, and values too', () => {
  world.send(new Int16Array([1, 2]), { dest: 0, tag: 3 })
  using loan = world.borrow()
  assert.deepEqual([loan.borrowed, loan.status.tag, loan.status.count], [false, 3, 2])
  assert.deepEqual(loan.view, new Int16Array([1, 2]))
  world.send({ big: new Float64Array(10_000) }, { dest: 0 })
  const value = world.borrow()
  assert.equal(value.borrowed, false)
  assert.deepEqual(value.view, { big: new Float64Array(10_000) })
  value.release()
  value.release()
  nothingIsLeft()
})

test('typed arrays of every kind, views and buffers arrive in buffers of every other kind', () => {
  const sent = Uint8Array.from({ length: 24 }, (_, index) => index + 1)
  const kinds = [Int8Array, Uint8ClampedArray, Int16Array, Uint32Array, BigInt64Array, Float32Array, Float64Array]
  const views = (buffer: ArrayBuffer) => [
    ...kinds.map((type) => new type(buffer, 8, 8 / type.BYTES_PER_ELEMENT)),
    new DataView(buffer, 8, 8),
    Buffer.from(buffer, 8, 8),
    buffer.slice(8, 16),
    Object.assign(new SharedArrayBuffer(8)),
  ]
  for (const from of views(sent.buffer)) {
    const whole = new Uint8Array(24)
    for (const into of views(whole.buffer)) {
      world.send(from, { dest: 0 })
      const { bytes } = world.recv(into)
      assert.equal(bytes, 8)
      const there =
        into instanceof ArrayBuffer || into instanceof SharedArrayBuffer ? new Uint8Array(into) : whole.subarray(8, 16)
      if (!(from instanceof SharedArrayBuffer)) assert.deepEqual([...there], [9, 10, 11, 12, 13, 14, 15, 16])
    }
    assert.ok([...whole.subarray(0, 8), ...whole.subarray(16)].every((value) => value === 0))
  }
})
