import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { LaneWriter } from '../../src/transport/lane.ts'
import type { Operation } from '../../src/transport/operation.ts'
import {
  ABANDONED,
  ACCEPT,
  ADDRESS_F64,
  ARRIVED,
  CREDIT,
  describe as describeRecord,
  EAGER_MESSAGE,
  OFFER,
  OFFSET_F64,
  PIECE,
  RECEIVER_PULLS,
  REFUSED,
  RETURNED,
  ROLE,
  SENT,
  STAGE,
} from '../../src/transport/record.ts'
import { CELLS } from '../../src/transport/segment.ts'
import { STAGING_BYTES } from '../../src/transport/staging-layout.ts'
import { HEAP_BYTES, LocalJob, NO_PROCESS } from './local-job.ts'

interface Numbers {
  id?: number
  role?: number
  length?: number
  offset?: number
  address?: number
}

/** Rank 0 of a job whose rank 1 writes whatever it likes. */
class Victim extends LocalJob {
  readonly #writer = new LaneWriter(this.segment, 1, 0)

  write(kind: number, { id = 0, role = 0, length = 0, offset = -1, address = 0 }: Numbers): void {
    const { segment } = this
    const writer = this.#writer
    assert.ok(writer.begin(0))
    describeRecord(segment, writer.slot, kind, 0, 0, length, id)
    segment.i32[writer.slot + ROLE] = role
    segment.f64[writer.slot / 2 + OFFSET_F64] = offset
    segment.f64[writer.slot / 2 + ADDRESS_F64] = address
    if (!writer.commit()) this.segment.i32[this.segment.bellAt(0) / 4 + 16] |= 2
  }
}

/** Every kind of record ends in the same error, in a job of its own, as `prepare` leaves it. */
function refuses(kind: number, numbers: Numbers, prepare: (job: Victim) => void = () => undefined): void {
  using job = new Victim(3)
  prepare(job)
  job.write(kind, numbers)
  const name = `kind ${kind} ${JSON.stringify(numbers)}`
  const refusal = { code: 'ERR_SEGMENT', message: /^rank 1 has damaged the control segment: / }
  assert.throws(() => job.ranks[0].transport.progress(), refusal, name)
}

function sendTo(dest: number): (job: Victim) => void {
  return (job) => job.ranks[0].transport.send(dest, 0, 0, new Uint8Array(100_000), 0, false)
}

const END = HEAP_BYTES + STAGING_BYTES
const LENGTHS = [-1, Number.NaN, Number.POSITIVE_INFINITY, 0.5, 33.5, 1e300]

describe('a record that no rank would write is refused, and says which rank wrote it', () => {
  test('a short message of an impossible length', () => {
    for (const length of [...LENGTHS, 16 * 1024 + 1, 2 ** 31]) refuses(EAGER_MESSAGE, { length })
  })

  test('a large message of an impossible length, id or place', () => {
    for (const length of LENGTHS) refuses(OFFER, { length })
    for (const id of [-1, -(2 ** 31)]) refuses(OFFER, { length: 100, id })
    for (const offset of [-2, 0, STAGING_BYTES - 1, END - 99, END, Number.NaN, 2 ** 60, STAGING_BYTES + 0.5]) {
      refuses(OFFER, { length: 100, offset })
    }
    using job = new Victim(2)
    job.write(OFFER, { length: 100, offset: END - 100 })
    job.ranks[0].transport.progress()
    assert.equal(job.ranks[0].arrived.length, 1)
  })

  test('news of a message that is not under way', () => {
    for (const kind of [ARRIVED, RETURNED, PIECE, ABANDONED, SENT, ACCEPT, STAGE, REFUSED]) {
      for (const id of [0, 1, CELLS - 1, CELLS, -1, 2 ** 31 - 1]) refuses(kind, { id })
    }
    for (const kind of [SENT, ACCEPT, STAGE, REFUSED]) refuses(kind, { id: 0 }, sendTo(2))
  })

  test('a kind that does not exist', () => {
    for (const kind of [0, 12, 99, 255]) refuses(kind, { id: 0 }, sendTo(1))
  })

  test('an answer that wants bytes outside of the arena', () => {
    for (const offset of [-2, 0, STAGING_BYTES - 1, END - 99_999, Number.NaN, 2 ** 60]) {
      refuses(ACCEPT, { id: 0, role: RECEIVER_PULLS, offset }, sendTo(1))
    }
  })

  test('a staging buffer given back by who had none', () => {
    for (const role of [0, 3, 4, -1, 2 ** 31 - 1]) refuses(CREDIT, { role })
  })

  test('a chunk or a staged piece that does not belong to its message', () => {
    const pieces = [
      [-1, 100, 0],
      [4, 100, 0],
      [0, 0, 0],
      [0, -5, 0],
      [0, Number.NaN, 0],
      [0, 100.5, 0],
      [0, 256 * 1024 + 1, 0],
      [0, 100_001, 0],
      [0, 100, 100],
      [0, 100, -1],
      [0, 100, Number.NaN],
    ]
    const records: [kind: number, numbers: Numbers][] = [
      ...[-1, 4, 2 ** 31 - 1].map((role): [number, Numbers] => [RETURNED, { role }]),
      ...pieces.map(([role, length, offset]): [number, Numbers] => [PIECE, { role, length, offset }]),
    ]
    for (const [kind, numbers] of records) {
      const into = new Uint8Array(100_000)
      let operation: Operation | undefined
      refuses(kind, numbers, (job) => {
        job.segment.setPid(1, NO_PROCESS)
        job.write(OFFER, { length: into.length })
        job.ranks[0].transport.progress()
        operation = job.ranks[0].receive(into)
      })
      assert.equal(operation!.done, false)
      assert.ok(into.every((byte) => byte === 0))
    }
  })
})

test('a message that can be read neither by mapping nor by attaching ends in an error, not in another process', () => {
  using job = new Victim(2)
  for (const address of [-1, 1, 0.5, Number.NaN, 2 ** 60]) {
    job.write(OFFER, { length: 20_000, address })
    job.ranks[0].transport.progress()
    const into = new Uint8Array(20_000)
    const operation = job.ranks[0].receive(into)
    // It asks the sender to stage the message instead.
    assert.equal(operation.done, false)
    job.write(ABANDONED, { role: 2 })
    job.ranks[0].transport.progress()
    assert.equal((operation.error as Error & { code: string }).code, 'ERR_PROTOCOL')
    assert.ok(into.every((byte) => byte === 0))
  }
})
