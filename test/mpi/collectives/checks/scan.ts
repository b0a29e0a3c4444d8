import assert from 'node:assert/strict'
import { bytesOf, type TypedArray } from '../../../../src/memory/bytes.ts'
import { BOR, MAX, MIN, PROD, SUM } from '../../../../src/mpi/index.ts'
import { MATRIX_PRODUCT, matrices, prefix } from '../reference.ts'
import { type Checks, REDUCTIONS, sameBytes } from '../setting.ts'

export const scanChecks: Checks = {
  'scan() combines the elements of the ranks up to each, in its buffer or in place': ({ comm, data }) => {
    for (const [type, lengths] of REDUCTIONS) {
      for (const length of lengths) {
        const op = data.one([SUM, PROD, MIN, MAX])
        const inPlace = data.pick(2) === 0
        data.next()
        const before = data.array(comm.rank, type, length)
        const send = before.slice()
        const recv = new type(length)
        const result = comm.scan<TypedArray>(send, { op, ...(inPlace ? {} : { recv }) })
        assert.equal(result, inPlace ? send : recv)
        const what = `scan of ${length} ${type.name} by ${op.name}`
        sameBytes(bytesOf(result), prefix(data, comm.rank, type, length, op), what)
        if (!inPlace) sameBytes(bytesOf(send), bytesOf(before), `what was sent, after ${what}`)
      }
    }
  },

  'scan() keeps the order of ranks for an op that is not commutative': ({ comm, data }) => {
    for (const count of [1, 100, 30_000]) {
      data.next()
      const result = comm.scan(matrices(data, comm.rank, count), { op: MATRIX_PRODUCT })
      const expected = prefix(data, comm.rank, Int32Array, 4 * count, MATRIX_PRODUCT)
      sameBytes(bytesOf(result), expected, `products of ${count} matrices`)
    }
  },

  'scan() returns plain numbers and bigints': ({ comm }) => {
    const { rank } = comm
    assert.equal(comm.scan(rank + 1), ((rank + 1) * (rank + 2)) / 2)
    assert.equal(comm.scan(1n << BigInt(rank), { op: BOR }), (1n << BigInt(rank + 1)) - 1n)
  },
}
