/** Communicators with topologies, and exchanges with neighbours. For 4 ranks. */
import assert from 'node:assert/strict'
import {
  alloc,
  type CartesianCommunicator,
  type Communicator,
  dimsCreate,
  INT32,
  type Keyval,
  PROC_NULL,
  vector,
  world,
} from '../../../src/mpi/index.ts'
import { codeOf, runCases } from './cases.ts'

const { rank, size } = world
const shared = new Int8Array(4)

type Placed = Communicator & { topology: { sources: readonly number[]; destinations: readonly number[] } }

/** What `from` has for `to`, as its `place`th destination. */
function letter(from: number, place: number): number {
  return 100 * from + place
}

/** All exchanges, in all forms, against what is said to come from where. @param expected for each source the sender and its place */
async function checkExchanges(comm: Placed, expected: readonly (readonly [number, number] | null)[]): Promise<void> {
  const { sources, destinations } = comm.topology
  const letters = expected.map((sent) => (sent === null ? undefined : letter(...sent)))
  const names = expected.map((sent) => (sent === null ? undefined : `rank ${sent[0]}`))

  assert.deepEqual(comm.neighborAllgather(`rank ${comm.rank}`), names)
  assert.deepEqual(await comm.ineighborAllgather(`rank ${comm.rank}`), names)
  const values = destinations.map((_, place) => letter(comm.rank, place))
  assert.deepEqual(comm.neighborAlltoall(values), letters)
  assert.deepEqual(await comm.ineighborAlltoall(values), letters)

  // Long enough for the arena to be read by others, with and without gaps.
  for (const length of [1, 3, 5000]) {
    const own = alloc(Int32Array, length).fill(comm.rank)
    const all = new Int32Array(length * sources.length).fill(-7)
    const fromAll = expected.flatMap((sent) => new Array(length).fill(sent === null ? -7 : sent[0]))
    assert.deepEqual([...comm.neighborAllgather(own, { recv: all })], fromAll)
    assert.deepEqual([...(await comm.ineighborAllgather(own, { recv: all.fill(-7) }))], fromAll)
    const counts = sources.map(() => length)
    assert.deepEqual([...comm.neighborAllgatherv(own, { recv: all.fill(-7), counts })], fromAll)

    const sent = alloc(Int32Array, length * destinations.length)
    destinations.forEach((_, place) => {
      sent.fill(letter(comm.rank, place), place * length, (place + 1) * length)
    })
    const got = letters.flatMap((value) => new Array(length).fill(value ?? -7))
    assert.deepEqual([...comm.neighborAlltoall(sent, { recv: all.fill(-7) })], got)
    assert.deepEqual([...(await comm.ineighborAlltoall(sent, { recv: all.fill(-7) }))], got)
    const sendCounts = destinations.map(() => length)
    const recvDispls = sources.map((_, place) => (sources.length - 1 - place) * length)
    const backwards = letters.toReversed().flatMap((value) => new Array(length).fill(value ?? -7))
    const options = { sendCounts, recv: all, recvCounts: counts, recvDispls }
    all.fill(-7)
    assert.deepEqual([...comm.neighborAlltoallv(sent, options)], backwards)
    all.fill(-7)
    assert.deepEqual([...(await comm.ineighborAlltoallv(sent, options))], backwards)
    const parts = (whole: Int32Array) => (_: unknown, place: number) =>
      whole.subarray(place * length, (place + 1) * length)
    comm.neighborAlltoallw(destinations.map(parts(sent)), { recvs: sources.map(parts(all.fill(-7))) })
    assert.deepEqual([...all], got)
    await comm.ineighborAlltoallw(destinations.map(parts(sent)), { recvs: sources.map(parts(all.fill(-7))) })
    assert.deepEqual([...all], got)
  }
  assert.equal(comm.allreduce(1), comm.size)
}

/** In a grid what comes from below was sent upwards, and the other way round. */
function expectedIn(grid: CartesianCommunicator): ([number, number] | null)[] {
  return grid.topology.sources.map((source, place) => (source === PROC_NULL ? null : [source, place ^ 1]))
}

await runCases({
  'neighbours in grids of every shape': async () => {
    for (const dims of [[4], [2, 2], [4, 1], [1, 2, 2], [1, 1, 1], [3], []]) {
      for (const periods of [true, false, dims.map((_, dimension) => dimension % 2 === 0)]) {
        const grid = world.cartCreate({ dims, periods })
        const total = dims.reduce((product, length) => product * length, 1)
        assert.equal(grid === null, rank >= total)
        if (grid === null) continue
        assert.deepEqual([grid.rank, grid.size, grid.topology.dims], [rank, total, dims])
        await checkExchanges(grid, expectedIn(grid))
        grid.free()
      }
    }
  },

  'what is received as a datatype stays as it is beyond a border': () => {
    const line = world.cartCreate({ dims: [size] })!
    const everySecond = vector(2, 1, 2, INT32)
    const counts = [1, 1]
    const own = Int32Array.of(rank, rank + 10)
    const [left, right] = [rank - 1, rank + 1].map((r) => (r < 0 || r >= size ? [-7, -7] : [r, r + 10]))
    const expected = [left[0], -7, left[1], right[0], -7, right[1]]
    const place = (buffer: Int32Array, offset: number, count: number) => everySecond.of(buffer, { offset, count })
    for (const call of [
      (into: Int32Array) => line.neighborAllgather(own, { recv: place(into, 0, 2) }),
      (into: Int32Array) => line.neighborAllgatherv(own, { recv: place(into, 0, 2), counts }),
      (into: Int32Array) => line.neighborAlltoall(Int32Array.of(...own, ...own), { recv: place(into, 0, 2) }),
      (into: Int32Array) =>
        line.neighborAlltoallv(Int32Array.of(...own, ...own), {
          sendCounts: [2, 2],
          recv: place(into, 0, 2),
          recvCounts: counts,
        }),
      (into: Int32Array) => line.neighborAlltoallw([own, own], { recvs: [place(into, 0, 1), place(into, 3, 1)] }),
    ]) {
      const into = new Int32Array(6).fill(-7)
      call(into)
      assert.deepEqual([...into], expected, String(call))
    }
    line.free()
  },

  'shift() and sendrecv() move along a dimension': () => {
    const grid = world.cartCreate({ dims: [2, 2], periods: [true, false] })!
    const { source, dest } = grid.topology.shift(1)
    const got = grid.sendrecv({ send: rank, dest, source })
    assert.equal(got, rank % 2 === 0 ? undefined : rank - 1)
    grid.free()
  },

  'cartSub() divides a grid': () => {
    const grid = world.cartCreate({ dims: [2, 1, 2], periods: [false, true, true] })!
    const row = grid.cartSub([false, true, true])
    assert.deepEqual(row.allgather(rank), rank < 2 ? [0, 1] : [2, 3])
    assert.deepEqual(
      [row.topology.dims, row.topology.periods, row.topology.coords],
      [
        [1, 2],
        [true, true],
        [0, rank % 2],
      ],
    )
    const point = grid.cartSub([false, false, false])
    assert.deepEqual([point.size, point.topology.dims], [1, []])
    const copy = grid.cartSub([true, true, true])
    assert.deepEqual([copy.rank, copy.topology.dims], [rank, [2, 1, 2]])
    assert.equal(
      codeOf(() => world.cartSub([true])),
      'ERR_TOPOLOGY',
    )
    assert.equal(
      codeOf(() => grid.cartSub([true])),
      'ERR_DIMS',
    )
    for (const comm of [row, point, copy, grid]) comm.free()
  },

  'neighbours in a graph, also oneself and the same one twice': async () => {
    const neighbors = [[1, 1, 0], [0, 0, 2], [1]]
    const graph = world.graphCreate({ neighbors })
    assert.equal(graph === null, rank === 3)
    if (graph === null) return
    assert.deepEqual(graph.topology.neighbors, neighbors)
    assert.deepEqual(graph.topology.sources, neighbors[rank])
    await checkExchanges(
      graph,
      (
        [
          [
            [1, 0],
            [1, 1],
            [0, 2],
          ],
          [
            [0, 0],
            [0, 1],
            [2, 0],
          ],
          [[1, 2]],
        ] as const
      )[rank],
    )
    graph.free()
  },

  'neighbours in a directed graph of which each rank gives its own edges': async () => {
    // To the next one twice, and from everybody to rank 0.
    const next = (rank + 1) % size
    const previous = (rank + size - 1) % size
    const sources = [previous, previous, ...(rank === 0 ? [3, 2, 1, 0] : [])]
    const destinations = [next, 0, next]
    const graph = world.distGraphCreateAdjacent({
      sources,
      destinations,
      destinationWeights: [5, 6, 7],
      sourceWeights: sources.map((_, place) => place),
    })
    assert.deepEqual(graph.topology.destinationWeights, [5, 6, 7])
    assert.deepEqual(
      graph.topology.sourceWeights,
      sources.map((_, place) => place),
    )
    // Rank 3 has three edges to rank 0; they are told apart by their order alone.
    const fromPrevious: [number, number][] =
      rank === 0
        ? [
            [3, 0],
            [3, 1],
          ]
        : [
            [previous, 0],
            [previous, 2],
          ]
    const toFirst: [number, number][] =
      rank === 0
        ? [
            [3, 2],
            [2, 1],
            [1, 1],
            [0, 1],
          ]
        : []
    await checkExchanges(graph, [...fromPrevious, ...toFirst])
    graph.free()
  },

  'distGraphCreate() tells each rank its edges, whoever gave them': async () => {
    const edges =
      rank === 1
        ? [
            { source: 0, destination: 2, weight: 3 },
            { source: 2, destination: 0, weight: 4 },
          ]
        : rank === 3
          ? [{ source: 3, destination: 2, weight: 5 }]
          : []
    const graph = world.distGraphCreate({ edges })
    const { sources, destinations, sourceWeights, destinationWeights } = graph.topology
    assert.deepEqual(sources, [[2], [], [0, 3], []][rank])
    assert.deepEqual(sourceWeights, [[4], [], [3, 5], []][rank])
    assert.deepEqual(destinations, [[2], [], [0], [2]][rank])
    assert.deepEqual(destinationWeights, [[3], [], [4], [5]][rank])
    await checkExchanges(
      graph,
      (
        [
          [[2, 0]],
          [],
          [
            [0, 0],
            [3, 0],
          ],
          [],
        ] as const
      )[rank],
    )
    const plain = world.distGraphCreate({ edges, weighted: false })
    assert.equal(plain.topology.sourceWeights, undefined)
    graph.free()
    plain.free()
  },

  'dup() keeps the topology, and copies attributes as their keyvals say': () => {
    const dims = dimsCreate(size, [0, 0])
    const grid = world.cartCreate({ dims, periods: true })!
    const copied: Keyval<number> = { copy: (value) => value + 1 }
    const kept: Keyval<string> = {}
    grid.setAttr(copied, 1)
    grid.setAttr(kept, 'mine')
    const copy = grid.dup()
    assert.deepEqual([copy.topology.dims, copy.topology.coords], [dims, grid.topology.coords])
    assert.deepEqual([copy.getAttr(copied), copy.getAttr(kept)], [2, undefined])
    const again = copy.idup().wait()
    assert.equal(again.getAttr(copied), 3)
    assert.deepEqual(again.neighborAllgather(rank), grid.topology.sources)
    assert.equal(world.split({ color: 0 })!.topology, null)
    for (const comm of [grid, copy, again]) comm.free()
    assert.equal(
      codeOf(() => grid.getAttr(kept)),
      'ERR_COMM_FREED',
    )
  },

  'a keyval that throws fails dup() on its rank alone, and free() until it does not': () => {
    const comm = world.dup()
    let refuses = true
    const key: Keyval<number> = {
      copy() {
        if (rank === 1) throw new Error('not to be copied')
        return 1
      },
      delete() {
        if (refuses) throw new Error('not yet')
      },
    }
    comm.setAttr(key, 0)
    if (rank === 1) assert.throws(() => comm.dup(), /not to be copied/)
    else assert.equal(comm.dup().getAttr(key), 1)
    assert.throws(() => comm.free(), /not yet/)
    assert.equal(comm.allreduce(1), size)
    refuses = false
    comm.free()
  },

  'several neighbourhood exchanges are under way at once, among other collectives': async () => {
    const ring = world.cartCreate({ dims: [size], periods: true })!
    const requests = Array.from({ length: 30 }, (_, round) => [
      ring.ineighborAllgather(round * size + rank),
      ring.iallreduce(round),
    ])
    const [left, right] = ring.topology.sources
    for (const [round, [around, sum]] of requests.toReversed().entries()) {
      const number = requests.length - 1 - round
      assert.equal(await sum, number * size)
      assert.deepEqual(await around, [number * size + left, number * size + right])
    }
    ring.free()
  },

  'what means nothing is refused on every rank, and nothing is left behind': () => {
    const ring = world.cartCreate({ dims: [size], periods: true })!
    for (const [code, action] of [
      ['ERR_TOPOLOGY', () => world.neighborAllgather(1)],
      ['ERR_DIMS', () => world.cartCreate({ dims: [5] })],
      ['ERR_DIMS', () => world.cartCreate({ dims: [2, 2], periods: [true] })],
      ['ERR_TOPOLOGY', () => world.graphCreate({ neighbors: [[4], []] })],
      ['ERR_TOPOLOGY', () => world.graphCreate({ neighbors: [[], [], [], [], []] })],
      ['ERR_TOPOLOGY', () => world.distGraphCreateAdjacent({ sources: [4], destinations: [] })],
      ['ERR_TOPOLOGY', () => world.distGraphCreateAdjacent({ sources: [0], sourceWeights: [], destinations: [] })],
      ['ERR_TOPOLOGY', () => world.distGraphCreate({ edges: [{ source: 0, destination: -1 }] })],
      ['ERR_LENGTH', () => ring.neighborAlltoall([1])],
      ['ERR_TYPES', () => ring.neighborAlltoall(5 as never)],
      ['ERR_LENGTH', () => ring.neighborAllgather(new Int8Array(1), { recv: new Int8Array(3) })],
      ['ERR_OVERLAP', () => ring.neighborAllgatherv(shared, { recv: shared, counts: [2, 2] })],
      ['ERR_COUNTS', () => ring.neighborAllgatherv(new Int8Array(2), { recv: shared, counts: [2, 4] })],
    ] as const) {
      assert.equal(codeOf(action), code, String(action))
    }
    assert.deepEqual(ring.neighborAllgather(rank), ring.topology.sources)
    ring.free()
  },

  'neighbours that do not agree upon a length are told': () => {
    const ring = world.cartCreate({ dims: [size], periods: true })!
    const own = new Uint8Array(rank === 2 ? 5 : 4)
    const code = codeOf(() => ring.neighborAllgather(own, { recv: new Uint8Array(8) }))
    assert.ok(code === 'ERR_COLLECTIVE_MISMATCH' || code === 'ERR_COLLECTIVE_PEER' || rank === 0 || rank === 2, code)
    world.barrier()
  },
})
