import assert from 'node:assert/strict'
import { bytesOf, type TypedArray } from '../../../../src/memory/bytes.ts'
import { MAX, MIN, PROD, SUM } from '../../../../src/mpi/index.ts'
import { MATRIX_PRODUCT, matrices, prefix } from '../reference.ts'
import { type Checks, REDUCTIONS, sameBytes } from '../setting.ts'

export const exscanChecks: Checks = {
  'exscan() combines the elements of the ranks before each, and changes nothing on rank 0': ({ comm, data }) => {
    const { rank } = comm
    for (const [type, lengths] of REDUCTIONS) {
      for (const length of lengths) {
        const op = data.one([SUM, PROD, MIN, MAX])
        const inPlace = data.pick(2) === 0
        data.next()
        const before = data.array(rank, type, length)
        const send = before.slice()
        const recv = new type(length)
        const untouched = inPlace ? bytesOf(before) : new Uint8Array(recv.byteLength)
        const result = comm.exscan<TypedArray>(send, { op, ...(inPlace ? {} : { recv }) })
        assert.equal(result, inPlace ? send : recv)
        const what = `exscan of ${length} ${type.name} by ${op.name}`
        sameBytes(bytesOf(result), rank === 0 ? untouched : prefix(data, rank - 1, type, length, op), what)
        if (!inPlace) sameBytes(bytesOf(send), bytesOf(before), `what was sent, after ${what}`)
      }
    }
  },

  'exscan() keeps the order of ranks for an op that is not commutative': ({ comm, data }) => {
    const { rank } = comm
    for (const count of [1, 100, 30_000]) {
      data.next()
      const result = comm.exscan(matrices(data, rank, count), { op: MATRIX_PRODUCT })
      if (rank === 0) continue
      const expected = prefix(data, rank - 1, Int32Array, 4 * count, MATRIX_PRODUCT)
      sameBytes(bytesOf(result), expected, `products of ${count} matrices`)
    }
  },

  'exscan() returns plain numbers and bigints, and on rank 0 undefined': ({ comm }) => {
    const { rank } = comm
    assert.equal(comm.exscan(rank + 1), rank === 0 ? undefined : (rank * (rank + 1)) / 2)
    assert.equal(comm.exscan(BigInt(rank), { op: MAX }), rank === 0 ? undefined : BigInt(rank - 1))
  },
}
