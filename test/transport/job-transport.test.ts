import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CrossmemError } from '../../src/errors.ts'
import { Operation } from '../../src/transport/operation.ts'
import { CELLS, DIED, ENDED, LANE_SLOTS } from '../../src/transport/segment.ts'
import type { Message } from '../../src/transport/transport.ts'
import { randomFrom, seedOfRun } from '../attach/random.ts'
import { LocalJob } from './local-job.ts'

const MIB = 1024 * 1024

function codeOf({ error }: Operation): string | undefined {
  return (error as CrossmemError | null)?.code
}

test('send() keeps the order of messages of all kinds, through full lanes', () => {
  const seed = seedOfRun()
  const random = randomFrom(seed)
  const lengths = [0, 8, 100, 5000, 8 * 1024, 8 * 1024 + 1, 40_000, 200_000]
  using job = new LocalJob(2)
  const sent: Operation[] = []
  for (let tag = 0; tag < 2000; tag++) {
    const bytes = new Uint8Array(lengths[random(random(20) === 0 ? lengths.length : 4)])
    const operation = job.ranks[0].transport.send(1, 0, tag, bytes, 0, random(10) === 0)
    if (operation !== null) sent.push(operation)
    if (random(100) === 0) job.ranks[1].transport.progress()
  }
  for (let tag = 0; tag < 2000; ) {
    job.settle()
    assert.ok(job.ranks[1].arrived.length > 0, `after ${tag} messages (seed ${seed})`)
    for (const message of job.ranks[1].arrived.splice(0)) {
      assert.equal(message.tag, tag++, `seed ${seed}`)
      message.receive(new Uint8Array(message.length), new Operation())
    }
  }
  job.settle()
  assert.ok(sent.every(({ done, error }) => done && error === null))
})

test('send() finds its receiver however many messages nobody has received yet', () => {
  using job = new LocalJob(3)
  const { segment } = job
  const [first, second, sender] = job.ranks
  const count = 2 * CELLS + LANE_SLOTS
  const large = new Uint8Array(40_000).fill(7)
  // What lies behind the cells of the last rank: a lane that nobody uses.
  const behind = segment.u8.subarray(segment.laneAt(0, 0), segment.laneAt(0, 1)).fill(0xa5)
  const sent = Array.from({ length: count }, (_, tag) => sender.transport.send(0, 0, tag, large, 0, false)!)
  const other = sender.transport.send(1, 0, 0, large, 0, false)!
  job.settle()
  // Somebody else is not kept waiting by the first receiver.
  const into = new Uint8Array(large.length)
  assert.equal(second.receive(into).done, true)
  job.settle()
  assert.equal(other.done, true)
  // The first receiver may begin with the last message.
  assert.equal(first.arrived.length, count)
  for (const message of first.arrived.reverse()) {
    into.fill(0)
    const operation = new Operation()
    message.receive(into, operation)
    job.settle()
    assert.equal(operation.done, true)
    assert.ok(into.every((byte) => byte === 7))
  }
  assert.ok(sent.every(({ done, error }) => done && error === null))
  assert.deepEqual(job.traffic(), { attach: [count + 1, (count + 1) * large.length] })
  assert.ok(behind.every((byte) => byte === 0xa5))
})

describe('send() to the rank itself', () => {
  test('copies what it has sent, and is done', () => {
    using job = new LocalJob(1)
    const bytes = new Uint8Array(100_000).fill(1)
    assert.equal(job.ranks[0].transport.send(0, 0, 0, bytes, 0, false), null)
    bytes.fill(2)
    const into = new Uint8Array(100_000)
    assert.equal(job.ranks[0].receive(into).done, true)
    assert.ok(into.every((byte) => byte === 1))
    assert.deepEqual(job.traffic(), { self: [1, 100_000] })
  })

  test('is not done before its match when it is synchronous', () => {
    using job = new LocalJob(1)
    for (const length of [0, 10, 100_000]) {
      const sent = job.ranks[0].transport.send(0, 0, 0, new Uint8Array(length).fill(5), 0, true)!
      assert.equal(sent.done, false)
      const into = new Uint8Array(length)
      assert.equal(job.ranks[0].receive(into).done, true)
      assert.deepEqual([sent.done, sent.error], [true, null])
      assert.ok(into.every((byte) => byte === 5))
    }
    assert.equal(job.traffic().self![0], 3)
  })
})

describe('wait()', () => {
  test('throws at once when the rank that it waits for has died, has ended, or is itself', () => {
    using job = new LocalJob(3)
    const { transport } = job.ranks[0]
    const never = new Operation()
    assert.throws(() => transport.wait(never, 0), { code: 'ERR_DEADLOCK' })
    job.segment.setEnd(1, ENDED, 0)
    assert.throws(() => transport.wait(never, 1), { code: 'ERR_RANK_ENDED', message: /^rank 1 has ended/ })
    job.segment.setEnd(2, DIED, -9)
    for (const peer of [-1, 1, 2]) {
      assert.throws(() => transport.wait(never, peer), {
        code: 'ERR_RANK_DIED',
        message: /^rank 2 has died: .*signal 9/,
      })
    }
    job.segment.setEnd(2, DIED, 3)
    assert.throws(() => transport.wait(never, 2), { code: 'ERR_RANK_DIED', message: /exit code 3/ })
  })

  test('throws for any source when all others have ended', () => {
    using job = new LocalJob(3)
    job.segment.setEnd(1, ENDED, 0)
    job.segment.setEnd(2, ENDED, 0)
    assert.throws(() => job.ranks[0].transport.wait(new Operation(), -1), { code: 'ERR_RANK_ENDED' })
  })

  test('throws when the rank that it waits for leaves and has nothing under way', () => {
    using job = new LocalJob(3)
    const { transport } = job.ranks[0]
    job.ranks[1].transport.send(0, 0, 0, new Uint8Array(100_000), 0, false)
    job.segment.setLeaving(1)
    assert.throws(() => transport.wait(new Operation(), 1), { code: 'ERR_RANK_ENDED', message: /^rank 1 / })
    assert.equal(job.ranks[0].arrived.length, 1)
    job.segment.setLeaving(2)
    assert.throws(() => transport.wait(new Operation(), -1), { code: 'ERR_RANK_ENDED' })
  })

  test('goes on with a message that a rank sends while it leaves', () => {
    using job = new LocalJob(2, { forced: 'staged' })
    const [receiver, sender] = job.ranks
    sender.transport.send(0, 0, 0, new Uint8Array(3 * MIB).fill(1), 0, false)
    receiver.transport.progress()
    const into = new Uint8Array(3 * MIB)
    const operation = receiver.receive(into)
    job.segment.setLeaving(1)
    for (const peer of [1, -1]) receiver.transport.requireAlive(peer)
    // The sender's turn comes whenever the receiver has looked in vain.
    const { progress } = receiver.transport
    receiver.transport.progress = () => progress.call(receiver.transport) || sender.transport.progress()
    receiver.transport.wait(operation, 1)
    assert.ok(into.every((byte) => byte === 1))
    job.settle()
    assert.throws(() => receiver.transport.requireAlive(1), { code: 'ERR_RANK_ENDED' })
  })

  test('takes what a rank sent before it ended or died', () => {
    for (const [state, exit] of [
      [ENDED, 0],
      [DIED, -9],
    ] as const) {
      using job = new LocalJob(2)
      const { transport } = job.ranks[0]
      const received = new Operation()
      transport.inbox = { arrived: () => received.finish() }
      job.ranks[1].transport.send(0, 0, 0, new Uint8Array(10), 0, false)
      job.segment.setEnd(1, state, exit)
      transport.wait(received, 1)
    }
  })

  test('goes on when the rank that it waited for did its part and then ended', () => {
    using job = new LocalJob(3)
    const { transport } = job.ranks[0]
    // Waits for rank 1, which does its part and ends just when that has been looked at; then for rank 2.
    const operation = {
      error: null,
      awaited: 1,
      looks: 0,
      get done() {
        if (this.awaited === 1 && job.segment.state(1) === ENDED) this.awaited = 2
        if (this.looks++ === 20) job.segment.setEnd(1, ENDED, 0)
        return this.looks > 60
      },
    }
    transport.wait(operation, -1)
    assert.deepEqual([operation.awaited, operation.looks], [2, 61])
  })

  test('throws the error of the operation', () => {
    using job = new LocalJob(2)
    const failed = new Operation()
    failed.finish(new RangeError('so it is'))
    assert.throws(() => job.ranks[0].transport.wait(failed, 1), /so it is/)
  })
})

test('requireAlive() does not give up on a rank whose message has come meanwhile', () => {
  using job = new LocalJob(2)
  const { transport } = job.ranks[0]
  transport.requireAlive(1)
  transport.requireAlive(-1)
  transport.progress()
  job.ranks[1].transport.send(0, 0, 0, new Uint8Array(10), 0, false)
  job.segment.setEnd(1, ENDED, 0)
  transport.requireAlive(1)
  assert.equal(job.ranks[0].arrived.length, 1)
  assert.throws(() => transport.requireAlive(1), { code: 'ERR_RANK_ENDED' })
  assert.throws(() => transport.requireAlive(-1), { code: 'ERR_RANK_ENDED' })
})

describe('follow()', () => {
  test('ends an operation when its message comes, and wakes the event loop for it', async () => {
    using job = new LocalJob(2)
    const { transport } = job.ranks[0]
    const received = new Operation()
    transport.inbox = { arrived: () => received.finish() }
    const ended = new Promise<void>((resolve) => received.whenDone(resolve))
    transport.follow(received, 1)
    await untilAsleep(job, 0)
    job.ranks[1].transport.send(0, 0, 0, new Uint8Array(10), 0, false)
    await ended
  })

  test('ends operations with an error when their rank has ended, and leaves the others', async () => {
    using job = new LocalJob(3)
    const { transport } = job.ranks[0]
    const [first, second] = [new Operation(), new Operation()]
    const ended = new Promise<void>((resolve) => first.whenDone(resolve))
    transport.follow(first, 1)
    transport.follow(second, 2)
    await untilAsleep(job, 0)
    job.segment.setEnd(1, ENDED, 0)
    job.wake(0)
    await ended
    assert.equal(codeOf(first), 'ERR_RANK_ENDED')
    assert.equal(second.done, false)
    second.finish()
  })

  test('does not give up on a rank that sent its message and then ended', async () => {
    using job = new LocalJob(2)
    const { transport } = job.ranks[0]
    const received = new Operation()
    transport.inbox = { arrived: () => received.finish() }
    // Between the look for messages and the look for deaths, as it can happen to anybody.
    let sent = false
    Object.defineProperty(job.segment, 'deaths', {
      get: () => {
        if (!sent) {
          sent = true
          job.ranks[1].transport.send(0, 0, 0, new Uint8Array(10), 0, false)
          job.segment.setEnd(1, ENDED, 0)
        }
        return 1
      },
    })
    const ended = new Promise<void>((resolve) => received.whenDone(resolve))
    transport.follow(received, 1)
    await ended
    assert.equal(received.error, null)
  })
})

/** Resolves when a rank sleeps in its event loop. */
async function untilAsleep(job: LocalJob, rank: number): Promise<void> {
  while (!job.sleepsInEventLoop(rank)) await new Promise((resolve) => setImmediate(resolve))
}

describe('finalize()', () => {
  test('waits until what was sent was received', () => {
    using job = new LocalJob(2)
    const [sender, receiver] = job.ranks
    sender.transport.send(1, 0, 0, new Uint8Array(100_000), 0, false)
    // The sender's own looking for answers is the receiver's turn.
    const { progress } = sender.transport
    let turns = 0
    sender.transport.progress = () => {
      if (++turns === 3) {
        receiver.transport.progress()
        receiver.receive(new Uint8Array(100_000))
      }
      return progress.call(sender.transport)
    }
    sender.transport.finalize()
    assert.equal(turns, 3)
  })

  test('does not wait for a receiver that has come to its end as well', () => {
    using job = new LocalJob(2)
    for (const { transport } of job.ranks) transport.send(1 - transport.rank, 0, 0, new Uint8Array(100_000), 0, false)
    job.segment.setLeaving(1)
    job.ranks[0].transport.finalize()
    job.ranks[1].transport.finalize()
  })

  test('gives up when the receiver has ended or died', () => {
    for (const state of [ENDED, DIED] as const) {
      using job = new LocalJob(2)
      job.ranks[0].transport.send(1, 0, 0, new Uint8Array(100_000), 0, false)
      job.segment.setEnd(1, state, 0)
      job.ranks[0].transport.finalize()
    }
  })
})

test('messages arrive in the order in which they were matched by their sender, from many ranks at once', () => {
  const size = 40
  using job = new LocalJob(size)
  const rounds = 5
  for (let round = 0; round < rounds; round++) {
    for (let rank = 1; rank < size; rank++) {
      job.ranks[rank].transport.send(0, 0, round, new Uint8Array([rank]), 0, false)
    }
  }
  job.settle()
  const bySource = new Map<number, Message[]>()
  for (const message of job.ranks[0].arrived) {
    bySource.set(message.source, [...(bySource.get(message.source) ?? []), message])
  }
  assert.equal(bySource.size, size - 1)
  for (const [source, messages] of bySource) {
    assert.deepEqual(
      messages.map(({ tag }) => tag),
      [0, 1, 2, 3, 4],
    )
    for (const message of messages) {
      const into = new Uint8Array(1)
      message.receive(into, new Operation())
      assert.equal(into[0], source)
    }
  }
})
