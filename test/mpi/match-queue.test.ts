import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CrossmemError } from '../../src/errors.ts'
import { ANY_SOURCE, ANY_TAG } from '../../src/mpi/constants.ts'
import { VALUE } from '../../src/mpi/element-types.ts'
import { MatchQueue } from '../../src/mpi/match-queue.ts'
import { Receive } from '../../src/mpi/receive.ts'
import type { Operation } from '../../src/transport/operation.ts'
import type { Borrowed, Message } from '../../src/transport/transport.ts'
import { randomFrom, seedOfRun } from '../attach/random.ts'

/** A message that holds a number, its own. */
class Numbered implements Message {
  readonly context = 0
  readonly length = 1
  readonly source: number
  readonly tag: number
  readonly number: number
  readonly type: number
  received = 0

  constructor(source: number, tag: number, number: number, type = 0) {
    this.source = source
    this.tag = tag
    this.number = number
    this.type = type
  }

  keep(): Message {
    return this
  }

  receive(into: Uint8Array, operation: Operation): void {
    this.received++
    into[0] = this.number
    operation.finish()
  }

  borrow(): Borrowed | null {
    return null
  }
}

class Queue extends MatchQueue {
  /** Posts a receive for one number. */
  receive(source: number, tag: number, into: Uint8Array | null = new Uint8Array(1)): Receive {
    const receive = new Receive(into, source, tag)
    this.post(receive)
    return receive
  }

  send(source: number, tag: number, number: number, type = 0): Numbered {
    const message = new Numbered(source, tag, number, type)
    this.arrived(message)
    return message
  }
}

/** The number that a receive has got; undefined while it waits. */
function got(receive: Receive): number | undefined {
  return receive.done && receive.error === null ? (receive.into as Uint8Array)[0] : undefined
}

describe('MatchQueue', () => {
  test('gives a message to the receive that was posted first and accepts it', () => {
    const queue = new Queue()
    const receives = [
      queue.receive(1, 5),
      queue.receive(ANY_SOURCE, 5),
      queue.receive(1, ANY_TAG),
      queue.receive(ANY_SOURCE, ANY_TAG),
    ]
    for (const number of [1, 2, 3, 4]) queue.send(1, 5, number)
    assert.deepEqual(receives.map(got), [1, 2, 3, 4])
    assert.equal(queue.idle, true)
  })

  test('passes over receives for other sources and tags', () => {
    const queue = new Queue()
    const other = [queue.receive(2, 5), queue.receive(1, 6)]
    const receive = queue.receive(ANY_SOURCE, 5)
    queue.send(1, 5, 7)
    assert.deepEqual([...other, receive].map(got), [undefined, undefined, 7])
  })

  test('gives a receive the message that came first, of one source the one that was sent first', () => {
    const queue = new Queue()
    queue.send(2, 5, 1)
    queue.send(1, 6, 2)
    queue.send(1, 5, 3)
    queue.send(2, 5, 4)
    assert.deepEqual(
      [
        queue.receive(1, ANY_TAG),
        queue.receive(ANY_SOURCE, 5),
        queue.receive(ANY_SOURCE, ANY_TAG),
        queue.receive(2, 5),
      ].map(got),
      [2, 1, 3, 4],
    )
    assert.equal(queue.idle, true)
  })

  test('matches a receive with a mask by those bits of the tag alone', () => {
    const queue = new Queue()
    queue.send(1, 0x15, 1)
    queue.send(1, 0x23, 2)
    const early = new Receive(new Uint8Array(1), 1, 0x20, 0xf0)
    queue.post(early)
    const late = new Receive(new Uint8Array(1), 1, 0x30, 0xf0)
    queue.post(late)
    queue.send(1, 0x37, 3)
    queue.send(1, 0x37, 4)
    assert.deepEqual([early, late, queue.receive(1, 0x37), queue.receive(1, ANY_TAG)].map(got), [2, 3, 4, 1])
    assert.equal(queue.idle, true)
  })

  test('cancelAll() takes back the receives for these bits, and no others', () => {
    const queue = new Queue()
    const masked = [1, ANY_SOURCE].map((source) => new Receive(null, source, 0x21, 0xf0))
    for (const receive of masked) queue.post(receive)
    const others = [queue.receive(1, 0x21), queue.receive(1, ANY_TAG)]
    queue.cancelAll(0x20, 0xf0)
    assert.deepEqual(
      [...masked, ...others].map(({ cancelled }) => cancelled),
      [true, true, false, false],
    )
    queue.send(1, 0x21, 5)
    assert.equal(got(others[0]), 5)
  })

  test('a lasting receive takes all messages that it matches, those that wait as well, and leaves the queue idle', () => {
    class Lasting extends Receive {
      readonly numbers: number[] = []

      override get lasting(): boolean {
        return true
      }

      override match(message: Message): boolean {
        this.numbers.push((message as Numbered).number)
        return true
      }
    }
    const queue = new Queue()
    for (const number of [1, 2]) queue.send(number, 5, number)
    queue.send(1, 6, 3)
    const lasting = new Lasting(null, ANY_SOURCE, 5)
    queue.post(lasting)
    for (const number of [4, 5]) queue.send(1, 5, number)
    assert.deepEqual(lasting.numbers, [1, 2, 4, 5])
    assert.equal(got(queue.receive(1, 6)), 3)
    assert.equal(queue.idle, true)
  })

  test('tells what a receive has got', () => {
    const queue = new Queue()
    const receive = queue.receive(ANY_SOURCE, ANY_TAG)
    queue.send(3, 9, 1)
    const { from, gotTag, length } = receive
    assert.deepEqual({ from, gotTag, length }, { from: 3, gotTag: 9, length: 1 })
  })

  test('cancel() takes back a receive that waits, and no other', () => {
    const queue = new Queue()
    const [first, second, third] = [queue.receive(1, 5), queue.receive(1, 5), queue.receive(ANY_SOURCE, 5)]
    assert.equal(queue.cancel(second), true)
    assert.deepEqual([second.done, second.cancelled, second.error], [true, true, null])
    assert.equal(queue.cancel(second), false)
    queue.send(1, 5, 1)
    assert.equal(queue.cancel(first), false)
    assert.equal(first.cancelled, false)
    queue.send(1, 5, 2)
    assert.deepEqual([first, third].map(got), [1, 2])
    assert.equal(queue.idle, true)
  })

  test('cancel() leaves a receive alone that has been matched, and whose bytes are still coming', () => {
    const queue = new Queue()
    const receive = queue.receive(1, 5)
    const message = new Numbered(1, 5, 1)
    let end: Operation | undefined
    message.receive = (_, operation) => {
      end = operation
    }
    queue.arrived(message)
    assert.equal(queue.cancel(receive), false)
    assert.equal(receive.done, false)
    end!.finish()
    assert.deepEqual([receive.done, receive.cancelled, queue.idle], [true, false, true])
  })

  test('find() shows a message and leaves it, take() removes it', () => {
    const queue = new Queue()
    const messages = [queue.send(1, 5, 1), queue.send(1, 5, 2), queue.send(2, 6, 3)]
    assert.equal(queue.find(1, 5), messages[0])
    assert.equal(queue.find(ANY_SOURCE, 6), messages[2])
    assert.equal(queue.find(3, ANY_TAG), null)
    assert.equal(queue.find(1, 6), null)
    queue.take(messages[0])
    assert.equal(queue.find(1, ANY_TAG), messages[1])
    assert.equal(got(queue.receive(ANY_SOURCE, ANY_TAG)), 2)
    queue.take(messages[2])
    assert.equal(queue.idle, true)
  })

  test('watch() ends when there is a message that find() would show', () => {
    const queue = new Queue()
    const watcher = queue.watch(1, 5)
    queue.send(1, 6, 1)
    queue.send(2, 5, 2)
    assert.equal(watcher.done, false)
    const posted = queue.receive(1, 5)
    queue.send(1, 5, 3)
    assert.equal(got(posted), 3)
    assert.equal(watcher.done, false)
    queue.send(1, 5, 4)
    assert.equal(watcher.done, true)
    queue.unwatch()
    assert.equal(queue.watch(ANY_SOURCE, 6).done, true)
    queue.unwatch()
  })

  test('keeps a value that a buffer cannot take, for the next receive that can', () => {
    for (const when of ['before', 'after']) {
      const queue = new Queue()
      const send = () => queue.send(1, 5, 7, VALUE)
      if (when === 'before') send()
      const [buffer, value] = [queue.receive(1, 5), queue.receive(1, 5, null)]
      if (when === 'after') send()
      assert.equal((buffer.error as CrossmemError).code, 'ERR_VALUE_MESSAGE', when)
      assert.equal(got(value), 7, when)
      assert.equal(queue.idle, true)
    }
  })

  test('a buffer that went away before its message came takes it, and says so', () => {
    const queue = new Queue()
    const into = new Uint8Array(1)
    const receive = queue.receive(1, 5, into)
    structuredClone(into.buffer, { transfer: [into.buffer] })
    const message = queue.send(1, 5, 7)
    assert.equal((receive.error as CrossmemError).code, 'ERR_DETACHED')
    assert.equal(message.received, 1)
    assert.equal(queue.idle, true)
  })
})

/** Matching as the standard says it, and nothing else. */
class Reference {
  posted: { source: number; tag: number; key: number }[] = []
  waiting: { source: number; tag: number; number: number }[] = []
  /** By the key of a receive, the number that it got. */
  readonly matched = new Map<number, number>()

  post(source: number, tag: number, key: number): void {
    const at = this.waiting.findIndex((message) => accepts(source, tag, message))
    if (at < 0) this.posted.push({ source, tag, key })
    else this.matched.set(key, this.waiting.splice(at, 1)[0].number)
  }

  arrived(source: number, tag: number, number: number): void {
    const at = this.posted.findIndex((receive) => accepts(receive.source, receive.tag, { source, tag }))
    if (at < 0) this.waiting.push({ source, tag, number })
    else this.matched.set(this.posted.splice(at, 1)[0].key, number)
  }

  cancel(key: number): boolean {
    const at = this.posted.findIndex((receive) => receive.key === key)
    if (at >= 0) this.posted.splice(at, 1)
    return at >= 0
  }

  find(source: number, tag: number): number | undefined {
    return this.waiting.find((message) => accepts(source, tag, message))?.number
  }
}

function accepts(source: number, tag: number, message: { source: number; tag: number }): boolean {
  return (source === ANY_SOURCE || source === message.source) && (tag === ANY_TAG || tag === message.tag)
}

const seed = seedOfRun()
test(`MatchQueue matches as the simplest implementation does, whatever comes (seed ${seed})`, () => {
  const random = randomFrom(seed)
  for (let round = 0; round < 30; round++) {
    const queue = new Queue()
    const reference = new Reference()
    const receives: Receive[] = []
    const sources = 1 + random(4)
    const tags = 1 + random(4)
    const bias = 2 + random(5)
    const source = () => (random(3) === 0 ? ANY_SOURCE : random(sources))
    const tag = () => (random(3) === 0 ? ANY_TAG : random(tags))
    for (let step = 0; step < 2000; step++) {
      const action = random(10)
      if (action < bias) {
        const [from, with_] = [source(), tag()]
        receives.push(queue.receive(from, with_, null))
        reference.post(from, with_, receives.length - 1)
      } else if (action < 8) {
        const [from, with_] = [random(sources), random(tags)]
        queue.send(from, with_, step % 256)
        reference.arrived(from, with_, step % 256)
      } else if (action === 8 && receives.length > 0) {
        const key = random(receives.length)
        assert.equal(queue.cancel(receives[key]), reference.cancel(key))
      } else {
        const [from, with_] = [source(), tag()]
        const found = queue.find(from, with_)
        assert.equal((found as Numbered | null)?.number, reference.find(from, with_))
        if (found !== null && random(2) === 0) {
          queue.take(found)
          reference.waiting.splice(
            reference.waiting.findIndex((message) => accepts(from, with_, message)),
            1,
          )
        }
      }
      assert.equal(queue.idle, reference.posted.length === 0 && reference.waiting.length === 0)
    }
    receives.forEach((receive, key) => {
      const expected = reference.matched.get(key)
      assert.equal(receive.cancelled ? undefined : got(receive), expected, `receive ${key} of round ${round}`)
    })
  }
})
