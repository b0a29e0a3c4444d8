/** All collectives that only move data, of lengths at which the way changes, in all kinds of memory. Argument: a seed */
import assert from 'node:assert/strict'
import { type Request, world } from '../../../../../src/mpi/index.ts'
import { port } from '../../../../../src/mpi/world.ts'
import { runCases } from '../../../ranks/cases.ts'
import { concatenated, Data, perRank, sameBytes } from '../../setting.ts'
import { fillHeap, KINDS, type Kind, placed } from './memory.ts'

const { rank, size } = world
const data = new Data(Number(process.argv[2]))
const PIECE = 128 * 1024
const LENGTHS = [0, 1, 24, 25, 448, 449, 4095, 16_384, 16_385, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 1, 400_000]

function run(kind: Kind, length: number): void {
  data.next()
  const root = data.pick(size)
  data.next()
  const what = `${length} bytes in memory '${kind}'`
  const whole = perRank(size, (r) => data.bytes(r, length))
  const own = () => placed(kind, rank, 0, whole[rank])
  const recv = (bytes: number) => placed(kind, rank, 1, new Uint8Array(bytes))

  const cast = rank === root ? own() : recv(length)
  world.bcast(cast, { root })
  sameBytes(cast, whole[root], `bcast of ${what} from ${root}`)
  // It may be changed at once.
  cast.fill(0xee)
  const gathered = world.gather(own(), rank === root ? { recv: recv(length * size), root } : { root })
  if (rank === root) sameBytes(gathered as unknown as Uint8Array, concatenated(whole), `gather of ${what} to ${root}`)
  const all = own()
  sameBytes(world.allgather(all, { recv: recv(length * size) }), concatenated(whole), `allgather of ${what}`)
  all.fill(0xee)
  const lengths = perRank(size, (r) => Math.floor((length * (r + 1)) / size))
  const uneven = world.allgatherv(own().subarray(0, lengths[rank]), {
    recv: recv(lengths.reduce((a, b) => a + b, 0)),
    counts: lengths,
  })
  sameBytes(uneven, concatenated(whole.map((bytes, r) => bytes.subarray(0, lengths[r]))), `allgatherv of ${what}`)

  const part = Math.floor(length / size)
  const parts = (from: number, to: number) => whole[from].subarray(to * part, (to + 1) * part)
  const scattered = recv(part)
  world.scatter(rank === root ? own().subarray(0, part * size) : undefined, { recv: scattered, root })
  sameBytes(scattered, parts(root, rank), `scatter of ${what} from ${root}`)
  const expected = concatenated(perRank(size, (from) => parts(from, rank)))
  const send = own().subarray(0, part * size)
  sameBytes(world.alltoall(send, { recv: recv(part * size) }), expected, `alltoall of ${what}`)
  send.fill(0xee)
  const again = own().subarray(0, part * size)
  const counts = perRank(size, () => part)
  sameBytes(
    world.alltoallv(again, { sendCounts: counts, recv: recv(part * size), recvCounts: counts }),
    expected,
    `alltoallv of ${what}`,
  )
}

await runCases({
  'in all kinds of memory': () => {
    for (const kind of KINDS) for (const length of LENGTHS) run(kind, length)
  },

  'when the heap is full': () => {
    world.allgather(new Uint8Array(1000), { recv: new Uint8Array(1000 * size) })
    for (const full of [() => true, () => rank === 0]) {
      const empty = full() ? fillHeap() : () => undefined
      for (const length of LENGTHS) run('ordinary', length)
      empty()
    }
  },

  'some ranks by the short way, and some step by step, whose buffers change at once': () => {
    const other = world.dup()
    // With a table of parts it is too long to be copied beside the line.
    for (const length of [16_384, 8000, 64]) {
      const part = Math.floor(length / size)
      const send = placed('arena', rank, 0, new Uint8Array(part * size))
      const recv = new Uint8Array(part * size)
      for (let round = 0; round < 300; round++) {
        // Where something is under way, nothing is short.
        const stepwise = rank >= size / 2
        const begun: Request<unknown> | null = stepwise ? other.ibarrier() : null
        for (let to = 0; to < size; to++) send.fill(round + rank * 16 + to, to * part, (to + 1) * part)
        world.alltoall(send, { recv })
        send.fill(0xee)
        for (let from = 0; from < size; from++) {
          const wrong = recv
            .subarray(from * part, (from + 1) * part)
            .findIndex((x) => x !== ((round + from * 16 + rank) & 255))
          assert.equal(wrong, -1, `round ${round}: byte ${wrong} from rank ${from}`)
        }
        if (begun === null) other.barrier()
        else begun.wait()
      }
    }
    other.free()
  },

  'nothing stays taken': () => {
    const before = port.transport.arena.available
    for (let round = 0; round < 20; round++) {
      world.bcast(new Uint8Array(300_000))
      world.allgather(new Uint8Array(50_000), { recv: new Uint8Array(50_000 * size) })
      world.allreduce(new Uint8Array(300_000))
    }
    assert.equal(port.transport.arena.available, before)
  },
})
