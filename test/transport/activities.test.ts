import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Activities, type Activity } from '../../src/transport/activities.ts'
import { Operation } from '../../src/transport/operation.ts'
import { LocalJob } from './local-job.ts'

/** An activity that counts how often it was advanced. */
class Counted implements Activity {
  count = 0
  readonly #then: () => boolean

  constructor(then: () => boolean = () => false) {
    this.#then = then
  }

  advance(): boolean {
    this.count++
    return this.#then()
  }
}

test('Activities.advance() advances all, and tells whether any got anywhere', () => {
  const activities = new Activities()
  assert.equal(activities.none, true)
  assert.equal(activities.advance(), false)
  const idle = new Counted()
  activities.begin(idle)
  assert.equal(activities.advance(), false)
  const busy = new Counted(() => true)
  activities.begin(busy)
  activities.begin(new Counted())
  assert.equal(activities.advance(), true)
  activities.end(busy)
  assert.equal(activities.advance(), false)
  assert.deepEqual([idle.count, busy.count], [3, 1])
})

test('Activities.advance() lets activities begin and end others, and does nothing when one calls it', () => {
  const activities = new Activities()
  const ended = new Counted()
  const begun = new Counted()
  activities.begin(
    new Counted(() => {
      activities.end(ended)
      activities.begin(begun)
      return activities.advance()
    }),
  )
  activities.begin(ended)
  assert.equal(activities.advance(), false)
  assert.deepEqual([ended.count, begun.count], [0, 1])
})

test('Activities.advance() goes on after an activity that threw', () => {
  const activities = new Activities()
  const failing = new Counted(() => {
    throw new Error('it fails')
  })
  activities.begin(failing)
  assert.throws(() => activities.advance(), /it fails/)
  activities.end(failing)
  const next = new Counted()
  activities.begin(next)
  activities.advance()
  assert.equal(next.count, 1)
})

test('progress(), wait() and the event loop advance what has begun, until it ends', async () => {
  using job = new LocalJob(2)
  const [{ transport }] = job.ranks
  assert.equal(transport.active, false)
  const activity = new Counted()
  transport.begin(activity)
  assert.equal(transport.active, true)
  transport.progress()
  assert.equal(activity.count, 1)

  const waited = new Operation()
  const waker = new Counted(() => {
    if (activity.count > 3) waited.finish()
    return waited.done
  })
  transport.begin(waker)
  transport.wait(waited, 1)
  assert.ok(activity.count > 3)
  transport.end(waker)

  const before = activity.count
  while (activity.count < before + 3) await new Promise((resolve) => setImmediate(resolve))
  transport.end(activity)
  const after = activity.count
  transport.progress()
  assert.equal(activity.count, after)

  transport.begin(activity)
  transport.finalize()
  assert.equal(transport.active, false)
})

test('a rank that receives messages from one rank again and again advances what has begun', () => {
  using job = new LocalJob(2)
  const [receiver, sender] = job.ranks
  const activity = new Counted()
  receiver.transport.begin(activity)
  const into = new Uint8Array(1)
  for (let i = 0; i < 10; i++) {
    sender.transport.send(0, 0, 0, into, 0, false)
    const came = {
      error: null,
      get done() {
        return receiver.arrived.length > i
      },
    }
    receiver.transport.wait(came, 1)
  }
  assert.ok(activity.count >= 10)
  receiver.transport.end(activity)
})
