/** Data of datatypes between two ranks, by every call that takes them. The argument: a seed. */
import assert from 'node:assert/strict'
import { alloc, FLOAT64, INT32, type Layout, pack, type Status, struct, vector, world } from '../../../src/mpi/index.ts'
import { randomFrom } from '../../attach/random.ts'
import { randomDatatype } from '../datatype/random-datatype.ts'
import { codeOf, runCases } from './cases.ts'

const seed = Number(process.argv[2])
const { rank } = world
const other = 1 - rank
// The same numbers on both ranks.
const below = randomFrom(seed)
const UNTOUCHED = 0xa5

/** A random datatype, some of it in a buffer of either kind of memory; the bytes of the buffer are as `fill` says. */
function randomLayout(
  scale: number,
  fill: (at: number) => number,
): { layout: Layout; buffer: Uint8Array; name: string } {
  for (;;) {
    const { type, bytes } = randomDatatype(below, 1 + below(3))
    const count = type.size === 0 ? 1 : 1 + below(Math.ceil(scale / type.size))
    const gap = type.trueExtent + below(40)
    const isApart = count === 1 || Math.abs(type.extent) >= type.trueExtent
    const [lowest, highest] = [0, (count - 1) * type.extent].sort((a, b) => a - b)
    if (!isApart || bytes.length === 0) continue
    const offset = Math.max(0, -(lowest + type.trueLb)) + below(9)
    const length = Math.max(0, offset + highest + type.trueLb + type.trueExtent) + gap
    const inArena = below(2) === 0
    const buffer = inArena ? alloc(Uint8Array, length) : new Uint8Array(length)
    for (let at = 0; at < length; at++) buffer[at] = fill(at)
    const name = `seed ${seed}: ${count} of ${type.size} bytes, ${inArena ? 'arena' : 'ordinary'}`
    return { layout: type.of(buffer, { offset, count }), buffer, name }
  }
}

function packed(layout: Layout): Uint8Array {
  const bytes = new Uint8Array(layout.bytes)
  pack(layout, bytes)
  return bytes
}

/** Fills a layout as receiving into it would. */
function received(layout: Layout, bytes: Uint8Array, status: Status): void {
  assert.deepEqual([status.source, status.bytes], [other, bytes.length])
  assert.equal(Buffer.compare(packed(layout).subarray(0, bytes.length), bytes), 0)
}

const cases: Record<string, () => unknown> = {}

for (const scale of [100, 10_000, 400_000]) {
  cases[`random layouts of up to ${scale} bytes, from one to the other`] = async () => {
    for (let trial = 0; trial < 40; trial++) {
      const from = randomLayout(scale, (at) => at * 7 + trial)
      const bytes = packed(from.layout)
      const way = below(6)
      if (rank === 0) {
        if (way === 0) world.send(from.layout, { dest: 1 })
        else if (way === 1) world.ssend(from.layout, { dest: 1 })
        else if (way === 2) await world.isend(from.layout, { dest: 1 })
        else if (way === 3) world.send(bytes, { dest: 1 })
        else if (way === 4) {
          using send = world.sendInit(from.layout, { dest: 1 })
          send.start().wait()
        } else world.issend(from.layout, { dest: 1 }).wait()
        continue
      }
      const name = `${from.name}, way ${way}`
      const plain = new Uint8Array(bytes.length)
      if (way === 0) assert.equal(world.recv(plain).bytes, bytes.length, name)
      else if (way === 1)
        assert.equal(Buffer.compare(new Uint8Array((world.recv() as Float64Array).buffer), bytes), 0, name)
      else {
        // Into a layout of the same datatype, among bytes that must stay.
        const buffer = new Uint8Array(from.buffer.length).fill(UNTOUCHED)
        const { datatype, origin, count } = from.layout
        const into = datatype.of(buffer, { offset: origin, count })
        const status =
          way === 2
            ? world.recv(into)
            : way === 3
              ? await world.irecv(into, { source: 0 })
              : way === 4
                ? world.mprobe().recv(into)
                : world.recvInit(into).start().wait()
        received(into, bytes, status)
        assert.equal(status.count, count, name)
        const expected = new Uint8Array(buffer.length).fill(UNTOUCHED)
        const copy = datatype.of(expected, { offset: origin, count })
        if (copy.content instanceof Uint8Array) copy.content.set(bytes)
        else copy.content.scatter(0, bytes)
        assert.equal(Buffer.compare(buffer, expected), 0, `${name}: something else was written`)
        continue
      }
      if (way === 0) assert.equal(Buffer.compare(plain, bytes), 0, name)
    }
  }
}

cases['a column goes to a row, and a matrix is transposed on the way'] = () => {
  const [rows, columns] = [300, 200]
  const matrix = alloc(Float64Array, rows * columns).map((_, i) => i)
  const column = vector(rows, 1, columns, FLOAT64)
  if (rank === 0) {
    for (let i = 0; i < columns; i++) world.isend(column.of(matrix, { offset: i }), { dest: 1, tag: i })
    world.barrier()
    return
  }
  const transposed = alloc(Float64Array, rows * columns)
  for (let i = 0; i < columns; i++) world.recv(transposed.subarray(i * rows, (i + 1) * rows), { tag: i })
  world.barrier()
  assert.ok(transposed.every((value, at) => value === (at % rows) * columns + Math.floor(at / rows)))
}

cases['a receive without a buffer gets elements of the type'] = () => {
  const matrix = Float64Array.from({ length: 6 }, (_, i) => i)
  if (rank === 0) world.send(vector(3, 1, 2, FLOAT64).of(matrix, { offset: 1 }), { dest: 1 })
  else assert.deepEqual(world.recv(), Float64Array.of(1, 3, 5))
}

cases['sendrecv and sendrecvReplace exchange data where they lie'] = () => {
  for (const length of [10, 100_000]) {
    const column = vector(length, 1, 2, INT32)
    const table = new Int32Array(2 * length).fill(rank)
    const status = world.sendrecvReplace(column.of(table), { dest: other, source: other })
    assert.deepEqual([status.count, status.getElements(column)], [1, length])
    assert.ok(table.every((value, at) => value === (at % 2 === 0 ? other : rank)))
    world.sendrecv({ send: column.of(table), dest: other, recv: column.of(table, { offset: 1 }), source: other })
    assert.ok(table.every((value, at) => value === (at % 2 === 0 ? other : rank)))
  }
}

cases['a rank sends data to itself'] = () => {
  const table = new Int32Array(20).map((_, i) => i)
  const request = world.isend(vector(5, 1, 2, INT32).of(table), { dest: rank, tag: 9 })
  world.recv(vector(5, 1, 2, INT32).of(table, { offset: 11 }), { source: rank, tag: 9 })
  request.wait()
  assert.deepEqual([...table.subarray(11)], [0, 12, 2, 14, 4, 16, 6, 18, 8])
}

cases['a status tells how many have come, in units of the datatype and in basic elements'] = () => {
  const pair = struct([1, 1], [0, 8], [FLOAT64, INT32])
  const pairs = new Uint8Array(10 * pair.extent)
  if (rank === 0) {
    world.send(pair.of(pairs, { count: 3 }), { dest: 1 })
    world.send(new Uint8Array(32), { dest: 1 })
    world.send(new Uint8Array(30), { dest: 1 })
    world.send(new Uint8Array(0), { dest: 1 })
    return
  }
  const seen = Array.from({ length: 4 }, () => {
    const status = world.recv(pair.of(pairs, { count: 10 }))
    return [status.count, status.getCount(INT32), status.getElements(pair)]
  })
  assert.deepEqual(seen, [
    [3, 9, 6],
    [-1, 8, 5],
    [-1, -1, -1],
    [0, 0, 0],
  ])
}

cases['a message that is longer than the layout is refused, and nothing is written'] = () => {
  for (const length of [20, 100_000]) {
    if (rank === 0) world.send(new Uint8Array(4 * length + 4), { dest: 1 })
    else {
      const table = new Int32Array(2 * length).fill(7)
      assert.equal(
        codeOf(() => world.recv(vector(length, 1, 2, INT32).of(table))),
        'ERR_TRUNCATED',
      )
      assert.ok(table.every((value) => value === 7))
    }
  }
}

cases['collectives take data of datatypes'] = () => {
  const column = vector(4, 1, 2, INT32)
  const left = (fill: (i: number) => number) => new Int32Array(8).map((_, i) => (i % 2 === 0 ? fill(i / 2) : -1))
  const values = (table: Int32Array) => [...table].filter((_, i) => i % 2 === 0)
  const gaps = (table: Int32Array) => assert.ok(table.every((value, i) => i % 2 === 0 || value === -1))
  for (const nonblocking of [false, true]) {
    const table = left((i) => (rank === 1 ? i : 0))
    if (nonblocking) world.ibcast(column.of(table) as never, { root: 1 }).wait()
    else assert.ok(world.bcast(column.of(table), { root: 1 }) !== undefined)
    assert.deepEqual(values(table), [0, 1, 2, 3])
    gaps(table)
  }
  const own = left((i) => 10 * rank + i)
  const both = left(() => 0)
  const half = vector(2, 1, 2, INT32)
  world.allgather(half.of(own), { recv: column.of(both) })
  assert.deepEqual(values(both), [0, 1, 10, 11])
  gaps(both)
  assert.deepEqual(world.allgather(half.of(own)), [Int32Array.of(0, 1), Int32Array.of(10, 11)])
  const gathered = left(() => 0)
  world.gather(half.of(own), { recv: column.of(gathered), root: 1 })
  assert.deepEqual(values(gathered), rank === 1 ? [0, 1, 10, 11] : [0, 0, 0, 0])
  const scattered = left(() => 0)
  world.scatter(column.of(own), { recv: half.of(scattered), root: 1 })
  assert.deepEqual(values(scattered), rank === 0 ? [10, 11, 0, 0] : [12, 13, 0, 0])
  gaps(scattered)
  const exchanged = left(() => 0)
  world.alltoall(column.of(own), { recv: column.of(exchanged) })
  assert.deepEqual(values(exchanged), rank === 0 ? [0, 1, 10, 11] : [2, 3, 12, 13])
  gaps(exchanged)

  // Parts by counts, at displacements in extents.
  const cells = new Int32Array(4).fill(-1)
  world.allgatherv(INT32.of(Int32Array.of(rank + 1)), { recv: INT32.of(cells), counts: [1, 1], displs: [2, 0] })
  assert.deepEqual([...cells], [2, -1, 1, -1])
  const root = new Int32Array(8).fill(-1)
  world.gatherv(half.of(own), { recv: half.of(root), counts: [1, 1], displs: [1, 0] })
  assert.deepEqual([...root], rank === 0 ? [10, -1, 11, 0, -1, 1, -1, -1] : Array(8).fill(-1))
  const mine = left(() => 0)
  world.scatterv(rank === 0 ? half.of(own) : undefined, { recv: half.of(mine), counts: [1, 1], displs: [0, 1] })
  assert.deepEqual(values(mine).slice(0, 2), rank === 0 ? [0, 1] : [-1, -1])
  const swapped = left(() => 0)
  const toOther = rank === 0 ? [0, 1] : [1, 0]
  world.alltoallv(column.of(own), { sendCounts: toOther, recv: column.of(swapped), recvCounts: toOther })
  assert.deepEqual(
    values(swapped),
    [0, 1, 2, 3].map((i) => 10 * other + i),
  )
  const w = left(() => 0)
  world.alltoallw([half.of(own), half.of(own)], { recvs: [half.of(w), half.of(w, { offset: 4 })] })
  assert.deepEqual(values(w), [0, 1, 10, 11])
  gaps(w)
}

await runCases(cases)
