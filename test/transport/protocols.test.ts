import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CrossmemError } from '../../src/errors.ts'
import { chunkBytes } from '../../src/transport/cells.ts'
import { Operation } from '../../src/transport/operation.ts'
import type { Forced } from '../../src/transport/protocol.ts'
import type { Reach } from '../../src/transport/reach.ts'
import { LocalJob, NO_PROCESS } from './local-job.ts'

const KIB = 1024
const MIB = 1024 * KIB
/** On both sides of every length at which something changes: in the slot, eager, with help, several staging buffers. */
const SIZES = [
  ...[0, 1, 31, 32, 33, 63, 64, 65, 4 * KIB, 8 * KIB - 1, 8 * KIB, 8 * KIB + 1, 16 * KIB, 16 * KIB + 1, 32 * KIB - 1],
  ...[32 * KIB, 32 * KIB + 1, 64 * KIB, 64 * KIB + 1, 96 * KIB + 5, 256 * KIB - 1, 256 * KIB, 256 * KIB + 1],
  MIB + 7,
]
/** Where chunks become longer. */
const LARGE = [4 * MIB, 4 * MIB + 1, 5 * MIB - 3]
const KINDS = ['arena', 'ordinary'] as const
type Kind = (typeof KINDS)[number]
const PATTERN = Uint8Array.from({ length: 6 * MIB }, (_, i) => i * 7 + (i >>> 8) * 13 + (i >>> 16) * 29)
const GUARD = 128
const UNTOUCHED = 0xa5

interface Case {
  forced: Forced | null
  /** Whether ranks may attach to each other. */
  attach: boolean
  from: Kind
  to: Kind
  length: number
  synchronous: boolean
}

/** What a message must have travelled by. */
function expected({ forced, attach, from, to, length }: Case): string {
  if (length <= (forced === null ? 8 * KIB : forced === 'eager' ? 16 * KIB : 0)) return 'eager'
  if (forced === 'eager' || forced === 'staged') return 'staged'
  if (forced === 'push') return to === 'arena' || attach ? 'push' : 'fails'
  if (forced === 'attach') return attach ? 'attach' : 'fails'
  if (from === 'arena') return 'mapped'
  if (forced === 'mapped') return to === 'arena' ? 'push' : 'fails'
  if (attach) return 'attach'
  return to === 'arena' ? 'push' : 'staged'
}

function memory(job: LocalJob, rank: number, kind: Kind, length: number): Uint8Array {
  return kind === 'arena' ? job.ranks[rank].transport.arena.alloc(Uint8Array, length) : Buffer.alloc(length)
}

/** A buffer between two guards, all of it alike; so that a write too many shows. */
function target(job: LocalJob, rank: number, kind: Kind, length: number): { into: Uint8Array; check(): void } {
  const whole = memory(job, rank, kind, length + 2 * GUARD).fill(UNTOUCHED)
  const guards = [whole.subarray(0, GUARD), whole.subarray(GUARD + length)]
  return {
    into: whole.subarray(GUARD, GUARD + length),
    check: () =>
      assert.ok(
        guards.every((guard) => guard.every((byte) => byte === UNTOUCHED)),
        'a neighbour was written',
      ),
  }
}

/** Bytes of which no two neighbourhoods are alike, the same ones for the same seed. */
function filled(bytes: Uint8Array, seed: number): Uint8Array {
  const from = seed % 4096
  bytes.set(PATTERN.subarray(from, from + bytes.length))
  return bytes
}

function reachOf(job: LocalJob, rank: number): Reach {
  return Reflect.get(job.ranks[rank].transport, 'reach') as Reach
}

function forbidAttach(job: LocalJob): void {
  job.segment.setPid(0, NO_PROCESS)
  job.segment.setPid(1, NO_PROCESS)
}

/** Sends one message from rank 0 to rank 1. */
function exchange(
  job: LocalJob,
  { from, to, length, synchronous }: Case,
): { errors: (string | undefined)[]; same: boolean } {
  const bytes = filled(memory(job, 0, from, length), length)
  const copy = Buffer.from(bytes)
  const { into, check } = target(job, 1, to, length)
  const sent = job.ranks[0].transport.send(1, 3, 77, bytes, 5, synchronous) ?? ended()
  if (synchronous) assert.equal(sent.done, false)
  job.settle()
  if (synchronous) assert.equal(sent.done, false)
  const [message] = job.ranks[1].arrived
  const { source, context, tag, type } = message
  assert.deepEqual(
    { source, context, tag, type, length: message.length },
    { source: 0, context: 3, tag: 77, type: 5, length },
  )
  const received = job.ranks[1].receive(into)
  job.settle()
  assert.deepEqual([sent.done, received.done], [true, true])
  check()
  const errors = [sent, received].map(({ error }) => (error as { code?: string } | null)?.code)
  return { errors, same: copy.equals(into) }
}

function ended(): Operation {
  const operation = new Operation()
  operation.finish()
  return operation
}

for (const forced of [null, 'eager', 'mapped', 'attach', 'push', 'staged'] as const) {
  for (const attach of [true, false]) {
    const where = `${forced === null ? 'left alone' : `forced to use ${forced}`}, ${attach ? 'permitted' : 'forbidden'} to attach`
    test(`a job ${where}, delivers every message by the protocol of the table, and counts its bytes once`, () => {
      for (const from of KINDS) {
        for (const to of KINDS) {
          using job = new LocalJob(2, { forced })
          if (!attach) forbidAttach(job)
          const before = { messages: 0, bytes: 0 }
          for (const length of forced === null ? [...SIZES, ...LARGE] : SIZES) {
            const synchronous = length % 2 === 1
            const what = { forced, attach, from, to, length, synchronous }
            const name = JSON.stringify(what)
            const way = expected(what)
            const { errors, same } = exchange(job, what)
            if (way === 'fails') {
              assert.deepEqual(errors, ['ERR_PROTOCOL', 'ERR_PROTOCOL'], name)
              continue
            }
            assert.deepEqual(errors, [undefined, undefined], name)
            assert.ok(same, name)
            const all = job.ranks[0].transport.traffic()
            const messages = all.reduce((sum, row) => sum + row.messages, 0)
            const bytes = all.reduce((sum, row) => sum + row.bytes, 0)
            assert.deepEqual([messages - before.messages, bytes - before.bytes], [1, length], name)
            assert.ok(job.traffic()[way as 'eager']![1] >= length, name)
            Object.assign(before, { messages, bytes })
          }
          const used = Object.keys(job.traffic()).sort()
          const allowed = new Set(
            SIZES.map((length) => expected({ forced, attach, from, to, length, synchronous: false })),
          )
          allowed.delete('fails')
          assert.deepEqual(used, [...allowed].sort(), `${from} to ${to}`)
        }
      }
    })
  }
}

describe('both ends copy one message', () => {
  for (const from of KINDS) {
    for (const to of KINDS) {
      test(`from ${from} to ${to} memory: each chunk once, wherever the sender comes in`, () => {
        const length = 8 * 256 * KIB - 5
        const chunks = Math.ceil(length / chunkBytes(length))
        for (let meeting = 1; meeting <= chunks; meeting++) {
          using job = new LocalJob(2)
          const reach = reachOf(job, 1)
          const read = reach.read.bind(reach)
          let reads = 0
          reach.read = (...args) => {
            if (++reads === meeting) job.ranks[0].transport.progress()
            return read(...args)
          }
          const { errors, same } = exchange(job, { forced: null, attach: true, from, to, length, synchronous: false })
          assert.deepEqual([errors, same], [[undefined, undefined], true])
          // The receiver's last read had been claimed before its sender came in.
          assert.equal(reads, meeting)
          const traffic = Object.values(job.traffic())
          assert.equal(
            traffic.reduce((sum, [messages]) => sum + messages, 0),
            1,
          )
          assert.equal(
            traffic.reduce((sum, [, bytes]) => sum + bytes, 0),
            length,
          )
        }
      })
    }
  }

  test('a chunk that the sender cannot write comes back, and the receiver reads it', () => {
    const length = 8 * 256 * KIB - 5
    for (let failing = 1; failing <= 7; failing++) {
      using job = new LocalJob(2)
      const [sender, receiver] = [reachOf(job, 0), reachOf(job, 1)]
      const read = receiver.read.bind(receiver)
      const write = sender.write.bind(sender)
      let writes = 0
      sender.write = (...args) => ++writes !== failing && write(...args)
      let reads = 0
      receiver.read = (...args) => {
        if (++reads === 1) job.ranks[0].transport.progress()
        return read(...args)
      }
      const what = { forced: null, attach: true, from: 'ordinary', to: 'ordinary', length, synchronous: false } as const
      const { errors, same } = exchange(job, what)
      assert.deepEqual([errors, same], [[undefined, undefined], true], `write ${failing}`)
      assert.equal(writes, failing)
    }
  })
})

describe('a copy that fails part-way', () => {
  const length = 8 * 256 * KIB - 5
  const what = { forced: null, attach: true, from: 'ordinary', to: 'ordinary', length, synchronous: false } as const

  for (const [side, helps] of [
    ['while its sender is away', false],
    ['while its sender helps', true],
  ] as const) {
    test(`on the receiver's side ${side}: the message is staged`, () => {
      for (let failing = 1; failing <= (helps ? 2 : 8); failing++) {
        using job = new LocalJob(2)
        const reach = reachOf(job, 1)
        const read = reach.read.bind(reach)
        let reads = 0
        reach.read = (...args) => {
          reads++
          if (helps && reads === 2) job.ranks[0].transport.progress()
          return reads !== failing && read(...args)
        }
        const { errors, same } = exchange(job, what)
        assert.deepEqual([errors, same], [[undefined, undefined], true], `read ${failing}`)
        assert.deepEqual(job.traffic().staged, [1, length])
      }
    })
  }

  test("on the sender's side, which works alone: the message is staged", () => {
    for (let failing = 1; failing <= 8; failing++) {
      using job = new LocalJob(2)
      // The receiver may not pull, the sender may push.
      job.segment.setPid(0, NO_PROCESS)
      const reach = reachOf(job, 0)
      const write = reach.write.bind(reach)
      let writes = 0
      reach.write = (...args) => ++writes !== failing && write(...args)
      const { errors, same } = exchange(job, what)
      assert.deepEqual([errors, same], [[undefined, undefined], true], `write ${failing}`)
      assert.deepEqual(job.traffic().staged, [1, length])
    }
  })

  test('and whose next message goes well again', () => {
    using job = new LocalJob(2)
    const reach = reachOf(job, 1)
    const read = reach.read.bind(reach)
    let reads = 0
    reach.read = (...args) => ++reads !== 2 && read(...args)
    for (let i = 0; i < 3; i++) assert.deepEqual(exchange(job, what), { errors: [undefined, undefined], same: true })
    const { staged, attach } = job.traffic()
    assert.deepEqual([staged, attach![0]], [[1, length], 2])
  })
})

test('a rank that may attach in one direction only pushes where it cannot be pulled from', () => {
  for (const [hidden, way] of [
    [0, 'push'],
    [1, 'attach'],
  ] as const) {
    using job = new LocalJob(2)
    job.segment.setPid(hidden, NO_PROCESS)
    const length = 300 * KIB
    const what = { forced: null, attach: true, from: 'ordinary', to: 'ordinary', length, synchronous: true } as const
    assert.deepEqual(exchange(job, what), { errors: [undefined, undefined], same: true })
    assert.deepEqual(job.traffic(), { [way]: [1, length] })
  }
})

const noRoom = () => {
  throw new CrossmemError('ERR_WORKBENCH_FULL', 'no room')
}

describe('a rank without room for windows on the arenas', () => {
  for (const [why, workbench] of [
    ['because it may not reserve addresses', null],
    ['because all of it is lent', { read: noRoom, write: noRoom, lend: noRoom }],
  ] as const) {
    test(`${why}, sends and receives by the protocols of the table`, () => {
      for (const attach of [true, false]) {
        for (const from of KINDS) {
          for (const to of KINDS) {
            using job = new LocalJob(2)
            if (!attach) forbidAttach(job)
            for (const rank of [0, 1]) Object.defineProperty(reachOf(job, rank), 'workbench', { value: workbench })
            for (const length of [10_000, MIB + 5]) {
              const what = { forced: null, attach, from, to, length, synchronous: false }
              assert.deepEqual(exchange(job, what), { errors: [undefined, undefined], same: true })
              assert.equal(job.traffic()[expected(what) as 'mapped']![0], length > MIB ? 2 : 1)
            }
          }
        }
      }
    })

    test(`${why}, gets copies where it wants to borrow`, () => {
      using job = new LocalJob(2)
      Object.defineProperty(reachOf(job, 1), 'workbench', { value: workbench })
      const bytes = filled(memory(job, 0, 'arena', MIB), 1)
      job.ranks[0].transport.send(1, 0, 0, bytes, 0, false)
      job.settle()
      assert.equal(job.ranks[1].arrived[0].borrow(), null)
      const into = new Uint8Array(MIB)
      assert.equal(job.ranks[1].receive(into).done, true)
      assert.equal(Buffer.compare(into, bytes), 0)
    })
  }
})

test('many staged messages share the buffers of their sender, and all arrive', () => {
  using job = new LocalJob(3, { forced: 'staged' })
  const lengths = [1, 256 * KIB, 3 * MIB + 1, 700 * KIB, 5, 2 * MIB]
  const sent: Operation[] = []
  for (const dest of [1, 2]) {
    for (const length of lengths)
      sent.push(job.ranks[0].transport.send(dest, 0, 0, filled(new Uint8Array(length), dest), 0, false)!)
  }
  job.settle()
  const received = [1, 2].flatMap((dest) =>
    lengths.map((length) => {
      const into = new Uint8Array(length)
      return { dest, into, operation: job.ranks[dest].receive(into) }
    }),
  )
  job.settle()
  assert.ok(sent.every(({ done, error }) => done && error === null))
  for (const { dest, into, operation } of received) {
    assert.deepEqual([operation.done, operation.error], [true, null])
    assert.ok(Buffer.compare(into, filled(new Uint8Array(into.length), dest)) === 0)
  }
})

test('borrow() shows memory of the sender itself, copies nothing, and ends the send when it is released', () => {
  for (const length of [8 * KIB + 1, MIB]) {
    using job = new LocalJob(2)
    const bytes = filled(memory(job, 0, 'arena', length), 1)
    const sent = job.ranks[0].transport.send(1, 0, 0, bytes, 0, false)!
    job.settle()
    const loan = job.ranks[1].arrived[0].borrow()!
    assert.equal(Buffer.compare(loan.bytes, bytes), 0)
    bytes.fill(99)
    assert.ok(loan.bytes.every((byte) => byte === 99))
    job.settle()
    assert.equal(sent.done, false)
    loan.release()
    job.settle()
    assert.equal(sent.done, true)
    assert.deepEqual(job.traffic(), { borrowed: [1, length] })
  }
})

test('borrow() gives null for what this process cannot see: short messages and ordinary memory', () => {
  using job = new LocalJob(2)
  for (const bytes of [memory(job, 0, 'arena', 10), memory(job, 0, 'ordinary', MIB)]) {
    job.ranks[0].transport.send(1, 0, 0, bytes, 0, false)
    job.settle()
    assert.equal(job.ranks[1].arrived[0].borrow(), null)
    assert.equal(job.ranks[1].receive(new Uint8Array(MIB)).done, true)
  }
})

test('a message that is too long writes nothing, ends its send, and leaves the next ones alone', () => {
  for (const forced of [null, 'eager', 'mapped', 'attach', 'push', 'staged'] as const) {
    for (const length of [5, 33, 20 * KIB, 300 * KIB]) {
      using job = new LocalJob(2, { forced })
      const bytes = filled(memory(job, 0, 'arena', length), 1)
      const { into, check } = target(job, 1, 'arena', length - 1)
      const next = filled(memory(job, 0, 'arena', length), 2)
      const sent = [bytes, next].map((message) => job.ranks[0].transport.send(1, 0, 9, message, 0, true)!)
      job.settle()
      const received = job.ranks[1].receive(into)
      job.settle()
      assert.match(String(received.error), new RegExp(`${length} bytes from rank 0 with tag 9 .* ${length - 1} bytes`))
      assert.equal((received.error as Error & { code: string }).code, 'ERR_TRUNCATED')
      assert.ok(into.every((byte) => byte === UNTOUCHED))
      check()
      assert.deepEqual([sent[0].done, sent[0].error], [true, null])
      const place = memory(job, 1, 'arena', length)
      const second = job.ranks[1].receive(place)
      job.settle()
      assert.deepEqual([second.done, second.error, sent[1].done], [true, null, true])
      assert.equal(Buffer.compare(place, next), 0)
    }
  }
})
