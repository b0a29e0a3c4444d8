import assert from 'node:assert/strict'
import { bytesOf } from '../../../../src/memory/bytes.ts'
import { alloc, MAX, MIN, PROD, SUM } from '../../../../src/mpi/index.ts'
import { port } from '../../../../src/mpi/world.ts'
import { combined, MATRIX_PRODUCT, matrices } from '../reference.ts'
import { type Checks, perRank, REDUCTIONS, sameBytes } from '../setting.ts'

export const reduceChecks: Checks = {
  "reduce() combines everybody's elements at the root, in its buffer or in place": ({ comm, data }) => {
    for (const [type, lengths] of REDUCTIONS) {
      for (const length of lengths) {
        const op = data.one([SUM, PROD, MIN, MAX])
        const root = data.pick(comm.size)
        const inPlace = data.pick(2) === 0
        data.next()
        const before = data.array(comm.rank, type, length)
        const send = before.slice()
        const recv = new type(length)
        const result = comm.reduce(send as Float64Array, { op, root, ...(inPlace ? {} : { recv }) })
        const isRoot = comm.rank === root
        assert.equal(result, isRoot ? (inPlace ? send : recv) : undefined)
        const what = `reduce of ${length} ${type.name} to ${root} by ${op.name}`
        if (isRoot) sameBytes(bytesOf(result!), combined(data, comm.size, type, length, op), what)
        if (!isRoot || !inPlace) sameBytes(bytesOf(send), bytesOf(before), `what was sent, after ${what}`)
        if (!isRoot) sameBytes(bytesOf(recv), new Uint8Array(recv.byteLength), `another rank's buffer, after ${what}`)
      }
    }
  },

  'reduce() gives the same bits for every root': ({ comm, data }) => {
    data.next()
    const bits = perRank(comm.size, (root) => {
      const result = comm.reduce(data.array(comm.rank, Float32Array, 100) as Float32Array, { root })
      return comm.bcast(comm.rank === root ? bytesOf(result!).slice() : undefined, { root }) as Uint8Array
    })
    for (const other of bits) sameBytes(other, bits[0], 'the bits of a sum')
  },

  'reduce() keeps the order of ranks for an op that is not commutative': ({ comm, data }) => {
    for (const count of [1, 100, 30_000]) {
      const root = data.pick(comm.size)
      data.next()
      const result = comm.reduce(matrices(data, comm.rank, count), { op: MATRIX_PRODUCT, root })
      if (comm.rank !== root) continue
      const expected = matrices(data, comm.size - 1, count)
      for (let rank = comm.size - 2; rank >= 0; rank--) MATRIX_PRODUCT.apply(expected, matrices(data, rank, count))
      sameBytes(bytesOf(result!), bytesOf(expected), `products of ${count} matrices`)
    }
  },

  'reduce() returns plain numbers and bigints at the root, and undefined elsewhere': ({ comm }) => {
    const { rank, size } = comm
    const root = size - 1
    assert.equal(comm.reduce(rank + 0.5, { root }), rank === root ? (size * size) / 2 : undefined)
    assert.equal(comm.reduce(BigInt(rank), { op: MAX, root }), rank === root ? BigInt(root) : undefined)
  },
}

/** Holds for a communicator whose collectives have the memory that they need for good. */
export const reduceHeapChecks: Checks = {
  'reduce() leaves nothing in the heap, and needs no room in it': ({ comm, data }) => {
    const { arena } = port.transport
    const reduceLong = () => {
      data.next()
      const send = data.array(comm.rank, Float64Array, 20_000)
      comm.reduce(send as Float64Array)
      const expected = combined(data, comm.size, Float64Array, 20_000, SUM)
      if (comm.rank === 0) sameBytes(bytesOf(send), expected, 'a sum')
    }
    // Meanwhile the collector may free more.
    const available = arena.available
    reduceLong()
    assert.ok(arena.available >= available)

    const hogs: Disposable[] = []
    for (let length = arena.available; length >= 65_536; ) {
      try {
        hogs.push(alloc(Uint8Array, length))
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'ERR_HEAP_FULL')
        length = Math.floor(length / 2)
      }
    }
    reduceLong()
    for (const hog of hogs) hog[Symbol.dispose]()
    assert.ok(arena.available >= available)
  },
}
