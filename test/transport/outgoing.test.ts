import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CrossmemError } from '../../src/errors.ts'
import { Operation } from '../../src/transport/operation.ts'
import { CELLS } from '../../src/transport/segment.ts'
import { LocalJob, NO_PROCESS } from './local-job.ts'

const MIB = 1024 * 1024

function detach(bytes: Uint8Array): void {
  structuredClone(bytes.buffer, { transfer: [bytes.buffer as ArrayBuffer] })
}

function codeOf({ error }: Operation): string | undefined {
  return (error as CrossmemError | null)?.code
}

for (const attach of [true, false]) {
  test(`send() moves every large message whole, ${attach ? 'pulled' : 'pushed'}, when more are under way than there are cells`, () => {
    using job = new LocalJob(2)
    if (!attach) job.segment.setPid(0, NO_PROCESS)
    const count = CELLS + 20
    const messages = Array.from({ length: count }, (_, tag) => new Uint8Array(70_000).fill(tag + 1))
    const sent = messages.map((bytes, tag) => job.ranks[0].transport.send(1, 0, tag, bytes, 0, false)!)
    job.settle()
    const received = job.ranks[1].arrived.splice(0).map((message) => {
      const into = new Uint8Array(message.length)
      const operation = new Operation()
      message.receive(into, operation)
      return { tag: message.tag, into, operation }
    })
    job.settle()
    assert.equal(received.length, count)
    for (const { tag, into, operation } of received) {
      assert.deepEqual([operation.done, operation.error], [true, null])
      assert.equal(Buffer.compare(into, messages[tag]), 0, `message ${tag}`)
    }
    assert.ok(sent.every(({ done, error }) => done && error === null))
  })
}

describe('a buffer that goes away', () => {
  test('while its message waits for room: its send fails, the others arrive', () => {
    using job = new LocalJob(2)
    const { transport } = job.ranks[0]
    for (const length of [100, 8 * 1024, 20_000]) {
      const before: Operation[] = []
      while (before.length < 3) {
        const operation = transport.send(1, 0, 1, new Uint8Array(100), 0, false)
        if (operation !== null) before.push(operation)
      }
      const bytes = new Uint8Array(length)
      const sent = transport.send(1, 0, 2, bytes, 0, length === 100)!
      const after = transport.send(1, 0, 3, new Uint8Array(10), 0, false)!
      detach(bytes)
      job.settle()
      assert.equal(codeOf(sent), 'ERR_DETACHED', `${length} bytes`)
      assert.ok([...before, after].every(({ done, error }) => done && error === null))
      const tags = new Set(job.ranks[1].arrived.splice(0).map(({ tag }) => tag))
      assert.deepEqual([...tags], [1, 3])
    }
  })

  test('on the way to a receiver that pulls: its send fails', () => {
    using job = new LocalJob(2)
    const bytes = new Uint8Array(300_000)
    const sent = job.ranks[0].transport.send(1, 0, 0, bytes, 0, false)!
    job.settle()
    detach(bytes)
    job.ranks[1].receive(new Uint8Array(300_000))
    job.settle()
    assert.equal(codeOf(sent), 'ERR_DETACHED')
  })

  test('while the receiver pulls: the cell is not used for another message before both have left it', () => {
    using job = new LocalJob(2)
    const [sender, receiver] = job.ranks
    const first = new Uint8Array(200_000)
    const sent = sender.transport.send(1, 0, 0, first, 0, false)!
    job.settle()
    const reach = Reflect.get(receiver.transport, 'reach')
    const read = reach.read.bind(reach)
    let reads = 0
    const second = new Uint8Array(200_000).fill(3)
    reach.read = (...args: unknown[]) => {
      if (++reads === 2) {
        detach(first)
        sender.transport.progress()
        sender.transport.send(1, 0, 1, second, 0, false)
      }
      return read(...args)
    }
    receiver.receive(new Uint8Array(200_000))
    job.settle()
    assert.equal(codeOf(sent), 'ERR_DETACHED')
    const into = new Uint8Array(200_000)
    const received = receiver.receive(into)
    job.settle()
    assert.deepEqual([received.done, received.error], [true, null])
    assert.equal(Buffer.compare(into, second), 0)
  })

  test('on the way to a receiver that may not pull: both ends fail, and the next message arrives', () => {
    using job = new LocalJob(2)
    job.segment.setPid(0, NO_PROCESS)
    const [gone, next] = [new Uint8Array(300_000), new Uint8Array(300_000).fill(4)]
    const [sent] = [gone, next].map((bytes) => job.ranks[0].transport.send(1, 0, 0, bytes, 0, false)!)
    job.settle()
    detach(gone)
    const received = job.ranks[1].receive(new Uint8Array(300_000))
    job.settle()
    assert.deepEqual([codeOf(sent), codeOf(received)], ['ERR_DETACHED', 'ERR_DETACHED'])
    const into = new Uint8Array(300_000)
    assert.equal(job.ranks[1].receive(into).done, false)
    job.settle()
    assert.equal(Buffer.compare(into, next), 0)
  })

  test('while its message is staged: both ends fail, and the next message arrives', () => {
    using job = new LocalJob(2, { forced: 'staged' })
    const [gone, next] = [new Uint8Array(3 * MIB), new Uint8Array(3 * MIB).fill(4)]
    const [sent] = [gone, next].map((bytes) => job.ranks[0].transport.send(1, 0, 0, bytes, 0, false)!)
    job.settle()
    const received = job.ranks[1].receive(new Uint8Array(3 * MIB))
    job.ranks[0].transport.progress()
    detach(gone)
    job.settle()
    assert.deepEqual([codeOf(sent), codeOf(received)], ['ERR_DETACHED', 'ERR_DETACHED'])
    const into = new Uint8Array(3 * MIB)
    job.ranks[1].receive(into)
    job.settle()
    assert.equal(Buffer.compare(into, next), 0)
  })

  test('under a receive that is not over: the receive fails, the send does not', () => {
    for (const forced of ['staged', 'push'] as const) {
      using job = new LocalJob(2, { forced })
      const sent = job.ranks[0].transport.send(1, 0, 0, new Uint8Array(3 * MIB), 0, false)!
      job.settle()
      const into = new Uint8Array(3 * MIB)
      const received = job.ranks[1].receive(into)
      job.ranks[0].transport.progress()
      detach(into)
      job.settle()
      assert.deepEqual([codeOf(sent), codeOf(received)], [undefined, 'ERR_DETACHED'], forced)
      assert.equal(sent.done, true)
    }
  })
})
