import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Bell, IN_EVENT_LOOP, ON_FUTEX } from '../../src/transport/bell.ts'
import { EventLoop } from '../../src/transport/event-loop.ts'
import { Operation } from '../../src/transport/operation.ts'
import { ENDED } from '../../src/transport/segment.ts'
import { LocalJob } from './local-job.ts'

/** The event loop of rank 0 of a job, with a look of the test's own. */
class TestLoop implements Disposable {
  readonly job = new LocalJob(2)
  readonly bell = new Bell(this.job.segment, 0, this.job.eventfds)
  readonly loop: EventLoop

  constructor(look: (job: LocalJob) => void) {
    this.loop = new EventLoop(this.bell, this.job.eventfds[0], () => {
      look(this.job)
      return false
    })
  }

  get asleep(): boolean {
    return this.job.sleepsInEventLoop(0)
  }

  async untilAsleep(): Promise<void> {
    while (!this.asleep) await immediate()
  }

  [Symbol.dispose](): void {
    this.loop.close()
    this.job[Symbol.dispose]()
  }
}

function immediate(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

test('EventLoop notices a rank that ends just before it says that it sleeps', async () => {
  // How often it looks before it sleeps when nothing happens.
  let most = 0
  const never = new Operation()
  {
    using idle = new TestLoop(() => {
      most++
    })
    idle.loop.follow(never, 1)
    await idle.untilAsleep()
    never.finish()
  }
  // A rank ends after the look that would have seen it, and its launcher may find nobody asleep to wake.
  for (let turn = 1; turn <= most; turn++) {
    const operation = new Operation()
    let looks = 0
    let over = false
    using watched = new TestLoop((job) => {
      if (over) operation.finish()
      if (++looks !== turn) return
      over = true
      job.segment.setEnd(1, ENDED, 0)
      job.wake(0)
    })
    watched.loop.follow(operation, 1)
    while (!operation.done) {
      await immediate()
      const knows = operation.done || !watched.asleep
      assert.ok(knows, `it sleeps and knows nothing of what happened at look ${turn}`)
    }
  }
})

test('EventLoop.interrupt() lets a blocking call sleep in its own way, and looks again after it', async () => {
  let looks = 0
  using watched = new TestLoop(() => {
    looks++
  })
  const operation = new Operation()
  watched.loop.follow(operation, 1)
  await watched.untilAsleep()
  const before = looks
  watched.loop.interrupt()
  assert.equal(watched.asleep, false)
  assert.ok(watched.bell.announce(ON_FUTEX))
  watched.bell.announceAwake()
  await watched.untilAsleep()
  assert.ok(looks > before)
  operation.finish()
  assert.equal(watched.asleep, false)
})

test('EventLoop sleeps no longer than something is followed', async () => {
  using watched = new TestLoop(() => undefined)
  const operations = [new Operation(), new Operation()]
  for (const operation of operations) watched.loop.follow(operation, 1)
  await watched.untilAsleep()
  operations[0].finish()
  assert.equal(watched.asleep, true)
  operations[1].finish()
  assert.equal(watched.asleep, false)
  assert.equal(watched.bell.announce(IN_EVENT_LOOP), true)
  watched.bell.announceAwake()
})

test('EventLoop.accompany() looks and sleeps while nothing is followed, and follows no longer than it is told to', async () => {
  let looks = 0
  using watched = new TestLoop(() => {
    looks++
  })
  watched.loop.accompany(true)
  await watched.untilAsleep()
  assert.ok(looks > 0)
  const operation = new Operation()
  watched.loop.follow(operation, 1)
  await watched.untilAsleep()
  operation.finish()
  // What was followed has ended, and the rest still wants to be looked after.
  await watched.untilAsleep()
  watched.loop.accompany(false)
  assert.equal(watched.asleep, false)
  const before = looks
  await immediate()
  await immediate()
  assert.equal(looks, before)
})
