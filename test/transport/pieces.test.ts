import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Content, gatherFrom, Pieces } from '../../src/memory/pieces.ts'
import { listed, placed, repeated, run } from '../../src/memory/shape/build.ts'
import type { Shape } from '../../src/memory/shape/shape.ts'
import type { Endpoint } from '../../src/transport/endpoint.ts'
import { MAPPED } from '../../src/transport/protocol.ts'
import { TABLE_F64 } from '../../src/transport/record.ts'
import { STAGING_BYTES } from '../../src/transport/staging-layout.ts'
import { randomFrom, seedOfRun } from '../attach/random.ts'
import { LocalJob, NO_PROCESS } from './local-job.ts'

const KINDS = ['arena', 'ordinary'] as const
type Kind = (typeof KINDS)[number]
const LENGTHS = [1, 40, 5000, 8 * 1024, 8 * 1024 + 1, 100_000, 300_001, 1_000_000]
const UNTOUCHED = 0xa5

/** In pieces of which length, or in one piece. */
const RUNS = [0, 8, 64, 1500, 40_000] as const

function shapeOf(length: number, runBytes: number, below: (end: number) => number): Shape {
  if (runBytes === 0 || runBytes >= length) return run(0, length)
  const count = Math.floor(length / runBytes)
  const rest = length - count * runBytes
  const stride = runBytes + 1 + below(60)
  // Regular ones for one seed, irregular ones for another.
  if (below(2) === 0) return placed([0, count * stride], [repeated(run(0, runBytes), count, stride), run(0, rest)])
  let at = 0
  const offsets = Array.from({ length: count + 1 }, () => {
    at += runBytes + 1 + below(20)
    return at
  })
  return listed(
    count + 1,
    (index) => offsets[index],
    (index) => (index < count ? runBytes : rest),
  )
}

function memory(job: LocalJob, rank: number, kind: Kind, length: number): Uint8Array {
  return kind === 'arena' ? job.ranks[rank].transport.arena.alloc(Uint8Array, length) : new Uint8Array(length)
}

function contentOf(memory: Uint8Array, origin: number, shape: Shape): Content {
  return shape.runs === 1 ? memory.subarray(origin, origin + shape.bytes) : new Pieces(memory, origin, shape)
}

/** Sends a message from rank 0 to rank 1, and checks every byte of the target's memory. @returns the errors' codes */
function exchange(job: LocalJob, from: Kind, to: Kind, source: Shape, target: Shape, name: string): string[] {
  const origin = 100
  const given = memory(job, 0, from, origin + source.high + 100)
  for (let i = 0; i < given.length; i++) given[i] = i * 7 + (i >>> 8) * 13
  const taken = memory(job, 1, to, origin + target.high + 100).fill(UNTOUCHED)
  const sent = job.ranks[0].transport.send(1, 3, 77, contentOf(given, origin, source), 5, false)
  job.settle()
  const received = job.ranks[1].receive(contentOf(taken, origin, target))
  job.settle()
  assert.ok(received.done && (sent === null || sent.done), name)
  const codes = [sent, received].flatMap((operation) => (operation?.error as { code?: string } | null)?.code ?? [])
  if (codes.length === 0) {
    const expected = new Uint8Array(taken.length).fill(UNTOUCHED)
    const bytes = new Uint8Array(source.bytes)
    gatherFrom(contentOf(given, origin, source), 0, bytes)
    new Pieces(expected, origin, target).scatter(0, bytes)
    assert.ok(Buffer.compare(expected, taken) === 0, name)
  } else
    assert.ok(
      taken.every((byte) => byte === UNTOUCHED),
      name,
    )
  for (const [rank, view] of [given, taken].entries()) {
    const { arena } = job.ranks[rank].transport
    if (arena.offsetOf(view) >= 0) arena.free(view)
  }
  return codes
}

for (const forced of [null, 'eager', 'mapped', 'attach', 'push', 'staged'] as const) {
  for (const attach of [true, false]) {
    if (!attach && (forced === 'attach' || forced === 'push')) continue
    const where = `${forced === null ? 'left alone' : `forced to use ${forced}`}, ${attach ? 'permitted' : 'forbidden'} to attach`
    test(`a job ${where}, delivers what is in pieces here, there or both, and touches nothing between them`, (t) => {
      const seed = seedOfRun()
      t.diagnostic(`SEED=${seed}`)
      const below = randomFrom(seed)
      for (const from of KINDS) {
        for (const to of KINDS) {
          using job = new LocalJob(2, { forced })
          if (!attach) for (const rank of [0, 1]) job.segment.setPid(rank, NO_PROCESS)
          const heaps = job.ranks.map(({ transport }) => transport.arena.available)
          for (const length of LENGTHS) {
            for (const ours of RUNS) {
              const theirs = RUNS[below(RUNS.length)]
              const [source, target] = [ours, theirs].map((runBytes) => shapeOf(length, runBytes, below))
              if (source.runs === 1 && target.runs === 1) continue
              const name = `seed ${seed}: ${length} bytes in runs of ${ours} from ${from} to runs of ${theirs} in ${to} memory`
              const codes = exchange(job, from, to, source, target, name)
              const mayFail = forced === 'push' || (forced === 'mapped' && from === 'ordinary')
              if (!mayFail || target.runs === 1) assert.deepEqual(codes, [], name)
              else
                assert.ok(
                  codes.every((code) => code === 'ERR_PROTOCOL'),
                  name,
                )
            }
          }
          assert.deepEqual(
            job.ranks.map(({ transport }) => transport.arena.available),
            heaps,
            'something was left in a heap',
          )
        }
      }
    })
  }
}

describe('which way pieces go', () => {
  const column = (runBytes: number) => repeated(run(0, runBytes), 1_000_000 / runBytes, runBytes + 64)
  const cases: [Kind, number, string][] = [
    ['arena', 8, 'mapped'],
    ['arena', 10_000, 'mapped'],
    ['ordinary', 10_000, 'attach'],
    ['ordinary', 8, 'mapped'],
  ]
  for (const [from, runBytes, protocol] of cases) {
    test(`runs of ${runBytes} bytes in ${from} memory go ${protocol}`, () => {
      using job = new LocalJob(2)
      assert.deepEqual(exchange(job, from, 'ordinary', column(runBytes), run(0, 1_000_000), ''), [])
      assert.deepEqual(job.traffic(), { [protocol]: [1, 1_000_000] })
    })
  }

  test('pieces that find no room in the heap are staged', () => {
    using job = new LocalJob(2)
    const { arena } = job.ranks[0].transport
    const all = arena.take(arena.available)
    assert.ok(all >= 0)
    assert.deepEqual(exchange(job, 'ordinary', 'ordinary', column(8), column(10_000), ''), [])
    assert.deepEqual(job.traffic(), { staged: [1, 1_000_000] })
  })
})

describe('a table that its sender has damaged', () => {
  const source = listed(
    20,
    (index) => index * 1000 + (index % 3),
    () => 500,
  )
  const wrong: Record<string, (table: Float64Array) => void> = {
    'a run before its place': (table) => table.set([-1]),
    'a run behind the arena': (table) => table.set([2 ** 40]),
    'a length that is no number': (table) => table.set([Number.NaN], 1),
    'a negative length': (table) => table.set([-500], 1),
    'a stride that leads out of the arena': (table) => table.set([2 ** 52, 2], 2),
    'no runs': (table) => table.set([0], 3),
    'more bytes than the message': (table) => table.set([501], 1),
  }
  for (const [what, damage] of Object.entries(wrong)) {
    test(`${what}: the receiver gets ERR_SEGMENT, and nothing is written`, () => {
      using job = new LocalJob(2)
      const given = memory(job, 0, 'arena', 30_000)
      job.ranks[0].transport.send(1, 3, 77, new Pieces(given, 0, source), 5, false)
      const { reach, peers } = Reflect.get(job.ranks[0].transport, 'endpoint') as Endpoint
      const at = job.segment.f64[peers[1].writer.slot / 2 + TABLE_F64]
      assert.ok(at >= STAGING_BYTES)
      const table = new Float64Array(4)
      reach.readArena(0, at, new Uint8Array(table.buffer))
      damage(table)
      reach.write(MAPPED, 0, at, 0, new Uint8Array(table.buffer))
      job.settle()
      const taken = new Uint8Array(source.bytes).fill(UNTOUCHED)
      assert.throws(() => job.ranks[1].receive(taken), { code: 'ERR_SEGMENT' })
      assert.ok(taken.every((byte) => byte === UNTOUCHED))
    })
  }
})
