/** Persistent requests between ranks. For 2 ranks or more. */
import assert from 'node:assert/strict'
import {
  ANY_SOURCE,
  alloc,
  attachBuffer,
  BUFFER_AUTOMATIC,
  detachBuffer,
  Status,
  startAll,
  testAll,
  waitAll,
  waitAny,
  waitSome,
  world,
} from '../../../src/mpi/index.ts'
import { codeOf, fill, isFilled, runCases } from './cases.ts'

const { rank, size } = world
const sending = rank === 0
const receiving = rank === 1
const LENGTHS = [1, 100, 8193, 100_000]
const ROUNDS = 4

await runCases({
  'sends in all modes and receives are started again and again': () => {
    for (const mode of ['sendInit', 'ssendInit', 'bsendInit', 'rsendInit'] as const) {
      for (const length of LENGTHS) {
        const bytes = alloc(Uint8Array, length)
        if (sending) {
          attachBuffer(BUFFER_AUTOMATIC)
          using request = world[mode](bytes, { dest: 1, tag: 5 })
          for (let round = 0; round < ROUNDS; round++) {
            fill(bytes, round)
            assert.equal(request.active, false)
            world.recv({ source: 1, tag: 6 })
            request.start()
            assert.equal(request.active, true)
            request.wait()
          }
          detachBuffer()
        } else if (receiving) {
          using request = world.recvInit(bytes, { source: 0, tag: 5 })
          for (let round = 0; round < ROUNDS; round++) {
            request.start()
            world.send('ready', { dest: 0, tag: 6 })
            const { source, tag, count } = request.wait()
            assert.deepEqual([source, tag, count], [0, 5, length])
            assert.ok(isFilled(bytes, round), `round ${round} of ${length} bytes by ${mode}`)
          }
        }
      }
    }
  },

  'persistent and other messages match each other, values too': () => {
    if (sending) {
      const value = { round: 0 }
      const request = world.sendInit(value, { dest: 1 })
      for (; value.round < 3; value.round++) request.start().wait()
      world.send('last', { dest: 1 })
    } else if (receiving) {
      const status = new Status()
      const request = world.recvInit({ source: ANY_SOURCE, status })
      for (let round = 0; round < 2; round++) assert.deepEqual(request.start().wait(), { round })
      assert.equal(status.source, 0)
      assert.deepEqual(world.recv(), { round: 2 })
      assert.equal(request.start().wait(), 'last')
    }
  },

  'startAll() and the calls on sets take them; inactive ones are passed over': async () => {
    const left = (rank + size - 1) % size
    const into = new Int32Array(1)
    const from = new Int32Array(1)
    const requests = [
      world.recvInit(into, { source: left, tag: 1 }),
      world.sendInit(from, { dest: (rank + 1) % size, tag: 1 }),
    ]
    assert.equal(waitAny(requests), null)
    assert.deepEqual(waitSome(requests), [])
    const ends = [
      () => waitAll(requests),
      () => {
        while (testAll(requests) === null);
      },
      () => {
        assert.deepEqual([waitAny(requests)!.index, waitAny(requests)!.index].sort(), [0, 1])
        assert.equal(waitAny(requests), null)
      },
      () => Promise.all(requests),
    ]
    for (const [round, end] of ends.entries()) {
      from[0] = 100 * round + rank
      startAll(requests)
      await end()
      assert.equal(into[0], 100 * round + left)
      assert.ok(requests.every(({ active }) => !active))
    }
  },

  'a request that is active cannot be started, and one that is freed neither': () => {
    if (sending) {
      const request = world.ssendInit('x', { dest: 1 }).start()
      assert.equal(
        codeOf(() => request.start()),
        'ERR_REQUEST_ACTIVE',
      )
      assert.equal(
        codeOf(() => startAll([request])),
        'ERR_REQUEST_ACTIVE',
      )
      assert.equal(request.test(), false)
      world.send('go', { dest: 1, tag: 1 })
      while (!request.test());
      request.start()
      request.free()
      world.send('go', { dest: 1, tag: 1 })
      request.wait()
      assert.equal(
        codeOf(() => request.start()),
        'ERR_REQUEST_FREED',
      )
      request.free()
    } else if (receiving) {
      for (let i = 0; i < 2; i++) {
        world.recv({ source: 0, tag: 1 })
        assert.equal(world.recv({ source: 0, tag: 0 }), 'x')
      }
    }
  },

  'a receive that was cancelled, and one that has failed, can be started anew': () => {
    if (receiving) {
      const request = world.recvInit(new Uint8Array(1), { source: 0 })
      assert.equal(request.start().cancel(), true)
      assert.equal(request.wait().cancelled, true)
      request.start()
      world.send('too long', { dest: 0 })
      assert.equal(
        codeOf(() => request.wait()),
        'ERR_TRUNCATED',
      )
      assert.equal(request.active, false)
      request.start()
      world.send('short', { dest: 0 })
      const { cancelled, bytes } = request.wait()
      assert.deepEqual([cancelled, bytes], [false, 1])
    } else if (sending) {
      for (const length of [2, 1]) {
        world.recv({ source: 1 })
        world.send(new Uint8Array(length), { dest: 1 })
      }
    }
  },

  'collectives are started in different orders on different ranks': () => {
    const fields = Array.from({ length: 5 }, (_, i) => new Float64Array(1 + 2000 * i))
    const sums = fields.map((field) => world.allreduceInit(field))
    const barrier = world.barrierInit()
    for (let round = 0; round < ROUNDS; round++) {
      for (const field of fields) field.fill(rank + round)
      barrier.start()
      const shifted = [...sums.slice(rank % 5), ...sums.slice(0, rank % 5)]
      startAll(round % 2 === 0 ? shifted : shifted.reverse())
      assert.equal(world.allreduce(1), size)
      waitAll([...sums, barrier])
      const expected = (size * (size - 1)) / 2 + round * size
      assert.ok(fields.every((field) => field.every((x) => x === expected)))
    }
    for (const request of [...sums, barrier]) request.free()
  },

  'neighbours exchange again and again, in all ways': () => {
    const ring = world.cartCreate({ dims: [size], periods: true })!
    const [left, right] = ring.topology.sources
    const send = new Int32Array(2)
    const recv = new Int32Array(2)
    const parts = { counts: [1, 1] }
    const requests = [
      ring.neighborAllgatherInit(send.subarray(0, 1), { recv }),
      ring.neighborAllgathervInit(send.subarray(0, 1), { ...parts, recv }),
      ring.neighborAlltoallInit(send, { recv }),
      ring.neighborAlltoallvInit(send, { sendCounts: [1, 1], recvCounts: [1, 1], recv }),
      ring.neighborAlltoallwInit([send.subarray(0, 1), send.subarray(1)], {
        recvs: [recv.subarray(0, 1), recv.subarray(1)],
      }),
    ]
    for (const [index, request] of requests.entries()) {
      for (let round = 0; round < ROUNDS; round++) {
        send.fill(100 * round + rank)
        recv.fill(-1)
        request.start().wait()
        assert.deepEqual([...recv], [100 * round + left, 100 * round + right], `request ${index}`)
      }
      request.free()
    }
    assert.equal(
      codeOf(() => world.neighborAlltoallInit(send, { recv })),
      'ERR_TOPOLOGY',
    )
    ring.free()
  },

  'a collective goes on although its request or its communicator was freed': async () => {
    const comm = world.dup()
    const into = new Int32Array(size)
    const gather = comm.allgatherInit(Int32Array.of(rank), { recv: into })
    comm.free()
    if (rank % 2 === 0) await new Promise(setImmediate)
    gather.start()
    gather.free()
    gather.wait()
    assert.deepEqual([...into], [...into.keys()])
    assert.equal(
      codeOf(() => gather.start()),
      'ERR_REQUEST_FREED',
    )
  },

  'start() of a collective tells of wrong arguments, and they can be put right': () => {
    const counts = [-1]
    const scatter = world.scattervInit(new Uint8Array(size), { counts, recv: new Uint8Array(1) })
    if (rank === 0) {
      assert.equal(
        codeOf(() => scatter.start()),
        'ERR_COUNTS',
      )
      assert.equal(scatter.active, false)
    }
    counts.splice(0, 1, ...Array.from({ length: size }, () => 1))
    scatter.start().wait()
    scatter.free()
  },
})
