import assert from 'node:assert/strict'
import { closeSync, readSync } from 'node:fs'
import { test } from 'node:test'
import { createEventfd } from '../../src/os/eventfd.ts'
import { AWAKE, Bell, IN_EVENT_LOOP, ON_FUTEX, wake } from '../../src/transport/bell.ts'
import { DIED, Segment } from '../../src/transport/segment.ts'

class Bells implements Disposable {
  readonly segment: Segment
  readonly eventfds: number[]
  readonly bells: Bell[]

  constructor(size: number) {
    this.segment = Segment.create(size)
    this.eventfds = Array.from({ length: size }, () => createEventfd())
    this.bells = this.eventfds.map((_, rank) => new Bell(this.segment, rank, this.eventfds))
  }

  sleepOf(rank: number): number {
    return this.segment.i32[this.segment.bellAt(rank) / 4]
  }

  [Symbol.dispose](): void {
    for (const fd of [this.segment.fd, ...this.eventfds]) closeSync(fd)
  }
}

/** The sources that a bell tells of, lowest first; clears them. */
function answers(bell: Bell): number[] {
  const sources: number[] = []
  for (let word = 0; word < bell.words; word++) {
    const bits = bell.answer(word)
    for (let bit = 0; bit < 32; bit++) if ((bits & (1 << bit)) !== 0) sources.push(word * 32 + bit)
  }
  return sources
}

/** Whether an event loop that watches the descriptor would wake up; not any more after this. */
function takeSignal(eventfd: number): boolean {
  try {
    return readSync(eventfd, new Uint8Array(8)) === 8
  } catch {
    return false
  }
}

test('Bell.ring() tells its own rank to the other, once until that has answered', () => {
  using job = new Bells(128)
  const { bells } = job
  const sources = [0, 1, 30, 31, 32, 33, 63, 64, 96, 127]
  for (const source of sources) bells[source].ring(5)
  for (const source of sources) bells[source].ring(5)
  assert.deepEqual(answers(bells[5]), sources)
  assert.deepEqual(answers(bells[5]), [])
  assert.deepEqual(answers(bells[6]), [])
  assert.deepEqual(answers(bells[4]), [])
})

test('Bell.remind() sets a bit of its own bell', () => {
  using job = new Bells(64)
  for (const source of [0, 31, 32, 63]) job.bells[2].remind(source)
  assert.deepEqual(answers(job.bells[2]), [0, 31, 32, 63])
})

test('Bell.announce() fails, and leaves the rank awake, when something has come already', () => {
  using job = new Bells(64)
  const [bell] = job.bells
  assert.equal(bell.announce(ON_FUTEX), true)
  assert.equal(job.sleepOf(0), ON_FUTEX)
  bell.announceAwake()
  for (const source of [1, 63]) {
    job.bells[source].ring(0)
    assert.equal(bell.announce(IN_EVENT_LOOP), false)
    assert.equal(job.sleepOf(0), AWAKE)
    answers(bell)
  }
})

test('Bell.ring() ends the sleep of a rank that said how it sleeps', () => {
  using job = new Bells(2)
  const [sleeper, other] = job.bells
  for (const how of [ON_FUTEX, IN_EVENT_LOOP] as const) {
    assert.equal(sleeper.announce(how), true)
    other.ring(0)
    assert.equal(job.sleepOf(0), AWAKE)
    assert.equal(takeSignal(job.eventfds[0]), how === IN_EVENT_LOOP)
    answers(sleeper)
  }
})

test('Bell.sleep() returns at once when something has come, and after its time when nothing does', () => {
  using job = new Bells(2)
  const [sleeper, other] = job.bells
  other.ring(0)
  const asleep = performance.now()
  sleeper.sleep(60_000, 0, () => false)
  assert.ok(performance.now() - asleep < 30_000)
  answers(sleeper)
  const started = performance.now()
  sleeper.sleep(20, 0, () => false)
  assert.ok(performance.now() - started >= 15)
  assert.equal(job.sleepOf(0), AWAKE)
})

test('Bell.sleep() returns at once when a rank has ended that its caller has not seen to end', () => {
  using job = new Bells(2)
  job.segment.setEnd(1, DIED, 1)
  const asleep = performance.now()
  job.bells[0].sleep(60_000, 0, () => false)
  assert.ok(performance.now() - asleep < 30_000)
  assert.equal(job.sleepOf(0), AWAKE)
})

test('wake() ends a sleep without a message, and signals an event loop only if that sleeps', () => {
  using job = new Bells(2)
  const { segment, eventfds, bells } = job
  wake(segment, 1, eventfds)
  assert.equal(takeSignal(eventfds[1]), false)
  bells[1].announce(ON_FUTEX)
  wake(segment, 1, eventfds)
  assert.equal(job.sleepOf(1), AWAKE)
  assert.equal(takeSignal(eventfds[1]), false)
  bells[1].announce(IN_EVENT_LOOP)
  wake(segment, 1, eventfds)
  assert.equal(job.sleepOf(1), AWAKE)
  assert.equal(takeSignal(eventfds[1]), true)
  assert.deepEqual(answers(bells[1]), [])
})
