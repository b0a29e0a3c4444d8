/** Nonblocking collectives: how they go on, and how they end. For 4 ranks. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  alloc,
  type Communicator,
  type Request,
  SUM,
  testAll,
  waitAll,
  waitAny,
  world,
} from '../../../../src/mpi/index.ts'
import { port } from '../../../../src/mpi/world.ts'
import { codeOf, runCases } from '../../ranks/cases.ts'

const { rank, size } = world

/** Begins sums of which the one of number i is known to be right. */
function beginSums(comms: readonly Communicator[], count: number): Request<Float64Array>[] {
  return Array.from({ length: count }, (_, i) => {
    const comm = comms[i % comms.length]
    return comm.iallreduce(new Float64Array(1 + 300 * (i % 7)).fill(comm.rank + i))
  })
}

function isSum(comms: readonly Communicator[], i: number, sum: Float64Array): void {
  const n = comms[i % comms.length].size
  assert.ok(
    sum.every((x) => x === (n * (n - 1)) / 2 + n * i),
    `sum ${i}`,
  )
}

await runCases({
  'many on several communicators end in any order': async () => {
    const comms = [world, world.dup(), world.split({ color: rank % 2 })!, world.split({ color: 0, key: -rank })!]
    for (const order of ['forward', 'backward', 'as it comes', 'awaited'] as const) {
      const requests = beginSums(comms, 60)
      if (order === 'awaited') for (const [i, sum] of (await Promise.all(requests)).entries()) isSum(comms, i, sum)
      else if (order === 'as it comes') {
        for (let next = waitAny(requests); next !== null; next = waitAny(requests))
          isSum(comms, next.index, next.result)
      } else {
        const indices = [...requests.keys()]
        for (const i of order === 'forward' ? indices : indices.reverse()) isSum(comms, i, requests[i].wait())
      }
      assert.equal(port.transport.active, false)
    }
  },

  'blocking ones are called while others are under way': () => {
    const requests = beginSums([world], 5)
    const value = world.ibcast(rank === 3 ? { from: 3 } : undefined, { root: 3 })
    assert.equal(world.allreduce(1), size)
    const barrier = world.ibarrier()
    assert.deepEqual(world.allgather(rank), [0, 1, 2, 3])
    barrier.wait()
    assert.deepEqual(value.wait(), { from: 3 })
    for (const [i, sum] of waitAll(requests).entries()) isSum([world], i, sum)
  },

  'one that not all have begun is not done, and holds up nothing else': () => {
    const last = size - 1
    if (rank === last) for (let source = 0; source < last; source++) world.recv({ source, tag: 4 })
    const barrier = world.ibarrier()
    if (rank !== last) {
      assert.equal(barrier.test(), false)
      assert.equal(barrier.done, false)
      world.send('go', { dest: last, tag: 4 })
    }
    barrier.wait()
  },

  'a rank that blocks in recv() goes on with what others wait for': () => {
    // In the tree, what 3 gets comes by way of 2, which waits for 3.
    const bytes = new Uint8Array(100_000).fill(rank === 0 ? 7 : 0)
    const request = world.ibcast(bytes)
    if (rank === 2) world.recv({ source: 3, tag: 4 })
    if (rank === 3) {
      request.wait()
      world.send('done', { dest: 2, tag: 4 })
    }
    request.wait()
    assert.ok(bytes.every((byte) => byte === 7))
  },

  'a rank that only receives short messages goes on as well': () => {
    const request = world.ibcast(rank === 0 ? 'news' : undefined)
    const into = new Uint8Array(8)
    if (rank === 2) while (world.recv(into, { source: 3, tag: 4 }).bytes > 0);
    if (rank === 3) {
      while (!request.test()) world.send(into, { dest: 2, tag: 4 })
      world.send(new Uint8Array(0), { dest: 2, tag: 4 })
    }
    assert.equal(request.wait(), 'news')
  },

  'a rank that only looks at another communicator goes on as well': () => {
    const other = world.dup()
    const request = world.ibcast(rank === 0 ? 'news' : undefined)
    if (rank === 2) while (other.iprobe({ source: 3 }) === null);
    if (rank === 3) {
      request.wait()
      other.send('done', { dest: 2 })
    }
    if (rank === 2) other.recv({ source: 3 })
    assert.equal(request.wait(), 'news')
    other.free()
  },

  'the event loop goes on with what nobody awaits': async () => {
    const request = world.ibcast(rank === 0 ? 'news' : undefined)
    if (rank === 2) {
      const stop = new AbortController()
      const turns = sleep(60_000, undefined, { signal: stop.signal }).catch(() => undefined)
      const told = world.irecv({ source: 3, tag: 4 }).then(() => stop.abort())
      await turns
      await told
      assert.equal(request.done, true)
    }
    if (rank === 3) {
      request.wait()
      world.send('done', { dest: 2, tag: 4 })
    }
    assert.equal(request.wait(), 'news')
  },

  'a loop of test() ends them': () => {
    const requests = beginSums([world], 8)
    while (testAll(requests) === null);
    for (const [i, request] of requests.entries()) isSum([world], i, request.wait())
  },

  'a communicator is freed while some are under way in it': () => {
    for (let round = 0; round < 20; round++) {
      const comm = world.dup()
      const sum = comm.iallreduce(alloc(Float64Array, 30_000).fill(rank), { op: SUM })
      const bytes = comm.ibcast(new Uint8Array(2000).fill(rank === 1 ? 5 : 0), { root: 1 })
      comm.free()
      assert.equal(
        codeOf(() => comm.ibarrier()),
        'ERR_COMM_FREED',
      )
      assert.ok(sum.wait().every((x) => x === 6))
      assert.ok(bytes.wait().every((x) => x === 5))
    }
  },

  'arguments are checked when it is begun, and then nothing is under way': () => {
    assert.equal(
      codeOf(() => world.ibcast(1, { root: 4 })),
      'ERR_ROOT',
    )
    assert.equal(
      codeOf(() => world.iallgather(() => 1)),
      'ERR_NOT_CLONEABLE',
    )
    assert.equal(port.transport.active, false)
    assert.equal(world.allreduce(1), size)
  },

  'an error is told by wait(), test() and await, again and again': async () => {
    for (const told of ['wait', 'test', 'await'] as const) {
      const comm = world.dup()
      const request = comm.iallreduce(new Float64Array(rank === 0 ? 4 : 3))
      let code = 'none'
      try {
        if (told === 'wait') request.wait()
        else if (told === 'await') await request
        else while (!request.test());
      } catch (error) {
        code = (error as { code: string }).code
      }
      assert.match(code, /^ERR_COLLECTIVE_(MISMATCH|PEER)$/)
      assert.equal(
        codeOf(() => request.wait()),
        code,
      )
      assert.equal(port.transport.active, false)
    }
  },
})
