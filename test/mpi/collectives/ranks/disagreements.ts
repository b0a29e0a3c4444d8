/** Ranks that disagree about a collective: who finds out gets an error that says what was expected. */
import assert from 'node:assert/strict'
import { type Communicator, MAX, type Op, type Request, SUM, world } from '../../../../src/mpi/index.ts'

const bytes = (length: number) => new Uint8Array(length)
const SHORT = [8, 16]
const LONG = [100_000, 50_000]

interface Disagreement {
  /** What each rank does. */
  calls: ((comm: Communicator) => unknown)[]
  /** What each rank is told; null for one that does not find out. */
  told: (RegExp | null)[]
}

const DISAGREEMENTS: Disagreement[] = []

function disagree(calls: Disagreement['calls'], told: Disagreement['told']): void {
  DISAGREEMENTS.push({ calls, told })
}

for (const [one, other] of [SHORT, SHORT.toReversed(), LONG, LONG.toReversed()]) {
  const oneForOther = new RegExp(`rank 0 sent ${one} bytes to the \\w+ of rank 1, which expects ${other}: `)
  const otherForOne = new RegExp(`rank 1 sent ${other} bytes to the \\w+ of rank 0, which expects ${one}: `)
  disagree([(comm) => comm.bcast(bytes(one)), (comm) => comm.bcast(bytes(other))], [null, oneForOther])
  disagree([(comm) => comm.reduce(bytes(one)), (comm) => comm.reduce(bytes(other))], [otherForOne, null])
  disagree(
    [(comm) => comm.gather(bytes(one), { recv: bytes(2 * one) }), (comm) => comm.gather(bytes(other))],
    [otherForOne, null],
  )
  disagree(
    [(comm) => comm.gatherv(bytes(0), { recv: bytes(one), counts: [0, one] }), (comm) => comm.gatherv(bytes(other))],
    [otherForOne, null],
  )
  disagree(
    [(comm) => comm.scatter(bytes(2 * one)), (comm) => comm.scatter(undefined, { recv: bytes(other) })],
    [null, oneForOther],
  )
  disagree(
    [
      (comm) => comm.scatterv(bytes(one), { recv: bytes(0), counts: [0, one] }),
      (comm) => comm.scatterv(undefined, { recv: bytes(other) }),
    ],
    [null, oneForOther],
  )
  const both = [otherForOne, oneForOther]
  const equalParts = (length: number) => (comm: Communicator) =>
    comm.alltoall(bytes(2 * length), { recv: bytes(2 * length) })
  disagree([equalParts(one), equalParts(other)], both)
  const allgather = (length: number) => (comm: Communicator) =>
    comm.allgather(bytes(length), { recv: bytes(2 * length) })
  disagree([allgather(one), allgather(other)], both)
}

const other = (rank: number, called: string, self: string) =>
  new RegExp(`rank ${rank} called ${called} where rank ${1 - rank} called ${self}: .*same order`)
disagree(
  [(comm) => comm.bcast(bytes(8)), (comm) => comm.reduce(bytes(8), { root: 1 })],
  [null, other(0, 'bcast', 'reduce')],
)
for (const value of [{ a: 1 }, { long: bytes(200_000) }]) {
  disagree([(comm) => comm.bcast(value), (comm) => comm.scatter(undefined)], [null, other(0, 'bcast', 'scatter')])
  disagree([(comm) => comm.bcast(value), (comm) => comm.barrier()], [null, other(0, 'bcast', 'barrier')])
}
disagree([(comm) => comm.gather(1, { root: 1 }), (comm) => comm.bcast(2)], [null, other(0, 'gather', 'bcast')])
disagree(
  [(comm) => comm.barrier(), (comm) => comm.allreduce(1)],
  [other(1, 'allreduce', 'barrier'), other(0, 'barrier', 'allreduce')],
)
disagree(
  [(comm) => comm.allgather(1), (comm) => comm.alltoall([1, 2])],
  [other(1, 'alltoall', 'allgather'), other(0, 'allgather', 'alltoall')],
)

const aValue = (self: string) => new RegExp(`rank 0 sent a value to the ${self} of rank 1, which expects 8 bytes: `)
disagree([(comm) => comm.bcast({ a: 1 }), (comm) => comm.bcast(bytes(8))], [null, aValue('bcast')])
disagree(
  [(comm) => comm.scatter([1, 2]), (comm) => comm.scatter(undefined, { recv: bytes(8) })],
  [null, aValue('scatter')],
)
disagree(
  [(comm) => comm.gather('x', { root: 1 }), (comm) => comm.gather(bytes(8), { recv: bytes(16), root: 1 })],
  [null, aValue('gather')],
)

disagree(
  [(comm) => comm.reduce(new Float64Array(1)), (comm) => comm.reduce(new Int32Array(2))],
  [/rank 1 reduces a Int32Array where rank 0 reduces a Float64Array: /, null],
)
disagree(
  [(comm) => comm.allreduce(1), (comm) => comm.allreduce(1n)],
  [
    /rank 1 reduces a BigInt64Array where rank 0 reduces a Float64Array: /,
    /rank 0 reduces a Float64Array where rank 1 reduces a BigInt64Array: /,
  ],
)

disagree(
  [(comm) => comm.allreduce(1, { op: SUM }), (comm) => comm.allreduce(1, { op: MAX })],
  [
    /rank 1 called allreduce with MAX where rank 0 called it with SUM: /,
    /rank 0 called allreduce with SUM where rank 1 called it with MAX: /,
  ],
)
const own: Op = { ...SUM, name: 'own' }
disagree(
  [(comm) => comm.reduce(1), (comm) => comm.reduce(1, { op: own })],
  [/rank 1 called reduce with an op of the program's own where rank 0 called it with SUM: /, null],
)
disagree(
  [(comm) => comm.scan(new Int16Array(4)), (comm) => comm.scan(new Uint16Array(4))],
  [null, /rank 0 reduces a Int16Array where rank 1 reduces a Uint16Array: /],
)
const more = (most: number, fewest: number) =>
  new RegExp(`rank ${most} has more elements in \\w+ than rank ${fewest}: `)
for (const name of ['reduce', 'allreduce'] as const) {
  const reduction = (length: number) => (comm: Communicator) =>
    name === 'reduce' ? comm.reduce(bytes(length)) : comm.allreduce(bytes(length))
  const hearsOf = name === 'allreduce' ? /rank 0 failed in allreduce, .*: rank \d has more elements/ : null
  // Whole pieces: each is as long as it should be.
  disagree([reduction(2 ** 19), reduction(2 ** 18)], [more(0, 1), hearsOf])
  disagree([reduction(2 ** 18), reduction(2 ** 19)], [more(1, 0), hearsOf])
}
disagree(
  [(comm) => comm.reduce(bytes(0)), (comm) => comm.reduce(bytes(8))],
  [/rank 1 sent 8 bytes to the reduce of rank 0, which expects 0: /, null],
)
disagree([(comm) => comm.scan(bytes(2 ** 18)), (comm) => comm.scan(bytes(2 ** 19))], [null, more(1, 0)])
disagree([(comm) => comm.exscan(bytes(2 ** 19)), (comm) => comm.exscan(bytes(2 ** 18))], [null, more(0, 1)])
const scattered = (counts: number[]) => (comm: Communicator) => comm.reduceScatter(bytes(4), { counts })
disagree(
  [scattered([1, 3]), scattered([2, 2])],
  [
    /rank 1 sent 2 bytes to the reduceScatter of rank 0, which expects 1: /,
    /rank 0 sent 3 bytes to the reduceScatter of rank 1, which expects 2: /,
  ],
)
disagree(
  [
    (comm) => comm.alltoallw([null, bytes(3)], { recvs: [null, null] }),
    (comm) => comm.alltoallw([null, null], { recvs: [null, null] }),
  ],
  [null, /rank 0 sent 3 bytes to the alltoallw of rank 1, which expects 0: /],
)

/** A communicator whose collectives are begun. */
function nonblocking(comm: Communicator): Communicator {
  return new Proxy(comm, { get: (target, name) => Reflect.get(target, `i${String(name)}`).bind(target) })
}

const { rank } = world
DISAGREEMENTS.forEach(({ calls, told }, index) => {
  const comm = world.dup()
  const call = () => calls[rank](comm)
  const what = `${index}: ${calls.join(' against ')}`
  const expected = told[rank]
  if (expected === null) call()
  else {
    assert.throws(call, (error) => {
      assert.match((error as { code: string }).code, /^ERR_COLLECTIVE_(MISMATCH|PEER)$/, `${what}: ${error}`)
      assert.match((error as Error).message, expected, what)
      return true
    })
  }
  world.barrier()
})
// Begun, and waited for later; in between, calls of other communicators.
DISAGREEMENTS.forEach(({ calls, told }, index) => {
  const comm = world.dup()
  const request = calls[rank](nonblocking(comm)) as Request<unknown>
  world.barrier()
  const expected = told[rank]
  if (expected === null) request.wait()
  else assert.throws(() => request.wait(), { message: expected }, `${index}, nonblocking`)
  world.barrier()
})
if (rank === 0) console.log(`${DISAGREEMENTS.length} disagreements told`)
