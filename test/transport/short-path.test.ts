import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { LocalJob } from './local-job.ts'

const CONTEXT = 3
const TAG = 7
const ANY_TAG = -1
const VALUE = 15
const LENGTHS = [0, 1, 31, 32, 33, 63, 64, 65, 1000, 8 * 1024]

/** A job in whose lane from rank 1 to rank 0 a message lies, which nobody has looked at. */
function jobWith({ length = 10, context = CONTEXT, tag = TAG, type = 0, synchronous = false }): LocalJob {
  const job = new LocalJob(2)
  job.ranks[1].transport.send(0, context, tag, new Uint8Array(length).fill(length), type, synchronous)
  return job
}

describe('receiveShort()', () => {
  test('receives a message that lies in the lane, of any short length, and tells its length and tag', () => {
    for (const tag of [TAG, ANY_TAG]) {
      for (const length of LENGTHS) {
        using job = jobWith({ length })
        const { transport } = job.ranks[0]
        const whole = new Uint8Array(length + 50).fill(0xa5)
        assert.equal(transport.receiveShort(1, CONTEXT, tag, VALUE, whole.subarray(20, 20 + length)), length)
        assert.equal(transport.shortTag, TAG)
        const right = (byte: number, index: number) =>
          byte === (index >= 20 && index < 20 + length ? length & 0xff : 0xa5)
        assert.ok(whole.every(right), `${length} bytes`)
        assert.equal(transport.receiveShort(1, CONTEXT, tag, VALUE, whole), -1)
        assert.equal(transport.progress(), false)
      }
    }
  })

  test('receives one after the other, through many laps of the lane', () => {
    using job = new LocalJob(2)
    const [receiver, sender] = job.ranks
    const into = new Uint8Array(8 * 1024)
    for (let i = 0; i < 1000; i++) {
      const length = LENGTHS[i % LENGTHS.length]
      assert.equal(sender.transport.send(0, CONTEXT, i, new Uint8Array(length).fill(i), 0, false), null, `message ${i}`)
      assert.equal(receiver.transport.receiveShort(1, CONTEXT, i, VALUE, into), length)
      if (length > 0) assert.deepEqual([into[0], into[length - 1]], [i & 0xff, i & 0xff])
    }
  })

  test('leaves everything else in the lane, for others to receive', () => {
    const others = {
      'another context': jobWith({ context: CONTEXT + 1 }),
      'another tag': jobWith({ tag: TAG + 1 }),
      'a value': jobWith({ type: VALUE }),
      'a message whose sender waits for an answer': jobWith({ synchronous: true }),
      'a large message': jobWith({ length: 20_000 }),
      'a message that is too long': jobWith({ length: 11 }),
      'one that is too long and lies in the ring': jobWith({ length: 5000 }),
      nothing: new LocalJob(2),
    }
    for (const [name, job] of Object.entries(others)) {
      const into = new Uint8Array(10).fill(0xa5)
      for (let i = 0; i < 3; i++) {
        assert.equal(job.ranks[0].transport.receiveShort(1, CONTEXT, TAG, VALUE, into), -1, name)
      }
      assert.ok(
        into.every((byte) => byte === 0xa5),
        name,
      )
      assert.equal(job.ranks[0].transport.progress(), name !== 'nothing', name)
      assert.equal(job.ranks[0].arrived.length, name === 'nothing' ? 0 : 1)
      job[Symbol.dispose]()
    }
  })

  test('makes room for a sender that waits for it', () => {
    using job = new LocalJob(2)
    const [receiver, sender] = job.ranks
    const sent = Array.from({ length: 100 }, (_, tag) =>
      sender.transport.send(0, CONTEXT, tag, new Uint8Array(8), 0, false),
    )
    assert.ok(sent.some((operation) => operation !== null))
    const into = new Uint8Array(8)
    for (let tag = 0; tag < 100; tag++) {
      while (receiver.transport.receiveShort(1, CONTEXT, tag, VALUE, into) < 0) assert.ok(sender.transport.progress())
    }
    assert.ok(sent.every((operation) => operation === null || operation.done))
  })

  test('does not believe a length that does not fit in a lane', () => {
    for (const length of [-1, 2 ** 30, 16 * 1024 + 1]) {
      using job = jobWith({})
      const { segment } = job
      const slot = segment.laneAt(1, 0) + 128
      segment.f64[slot / 8 + 2] = length
      const into = new Uint8Array(64 * 1024)
      assert.equal(job.ranks[0].transport.receiveShort(1, CONTEXT, TAG, VALUE, into), -1)
      assert.throws(() => job.ranks[0].transport.progress(), { code: 'ERR_SEGMENT' })
    }
  })
})
