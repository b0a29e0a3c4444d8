import assert from 'node:assert/strict'
import { bytesOf, type TypedArray } from '../../../../src/memory/bytes.ts'
import { MAX, MIN, PROD, SUM } from '../../../../src/mpi/index.ts'
import { combined, MATRIX_PRODUCT, matrices } from '../reference.ts'
import { type Checks, perRank, REDUCTIONS, sameBytes } from '../setting.ts'

export const reduceScatterChecks: Checks = {
  'reduceScatter() gives each rank its part of what reduce() gives, in its buffer or in place': ({ comm, data }) => {
    const { rank, size } = comm
    for (const [type, lengths] of REDUCTIONS) {
      for (const length of lengths) {
        const op = data.one([SUM, PROD, MIN, MAX])
        const inPlace = data.pick(2) === 0
        const counts = dividedAtRandom(length, size, () => data.pick(length + 1))
        const begin = counts.slice(0, rank).reduce((sum, count) => sum + count, 0)
        data.next()
        const before = data.array(rank, type, length)
        const send = before.slice()
        const recv = new type(counts[rank])
        const result = comm.reduceScatter<TypedArray>(send, { counts, op, ...(inPlace ? {} : { recv }) })
        if (!inPlace) assert.equal(result, recv)
        const what = `reduceScatter of ${length} ${type.name} by ${op.name} to ${counts}`
        const unit = type.prototype.BYTES_PER_ELEMENT as number
        const expected = combined(data, size, type, length, op)
        sameBytes(bytesOf(result), expected.subarray(begin * unit, (begin + counts[rank]) * unit), what)
        if (inPlace)
          sameBytes(bytesOf(send.subarray(0, counts[rank])), bytesOf(result), 'the beginning of what was sent')
        else sameBytes(bytesOf(send), bytesOf(before), `what was sent, after ${what}`)
      }
    }
  },

  'reduceScatter() keeps the order of ranks for an op that is not commutative': ({ comm, data }) => {
    const { rank, size } = comm
    for (const count of [size, 500 * size]) {
      for (const inPlace of [false, true]) {
        data.next()
        const send = matrices(data, rank, count)
        const recv = new Int32Array((4 * count) / size)
        const counts = perRank(size, () => recv.length)
        const op = MATRIX_PRODUCT
        const result = comm.reduceScatter(send, { op, counts, ...(inPlace ? {} : { recv }) })
        const expected = matrices(data, size - 1, count)
        for (let r = size - 2; r >= 0; r--) MATRIX_PRODUCT.apply(expected, matrices(data, r, count))
        const own = expected.subarray(rank * recv.length, (rank + 1) * recv.length)
        sameBytes(bytesOf(result), bytesOf(own), `products of ${count} matrices`)
        if (!inPlace) sameBytes(bytesOf(send), bytesOf(matrices(data, rank, count)), 'what was sent')
      }
    }
  },

  'reduceScatterBlock() gives each rank an equal part of what reduce() gives': ({ comm, data }) => {
    const { rank, size } = comm
    for (const block of [0, 1, 100, 5000]) {
      for (const inPlace of [false, true]) {
        data.next()
        const send = data.array(rank, Float64Array, block * size) as Float64Array
        const recv = new Float64Array(block)
        const result = comm.reduceScatterBlock(send, inPlace ? {} : { recv })
        if (!inPlace) assert.equal(result, recv)
        const expected = combined(data, size, Float64Array, block * size, SUM)
        sameBytes(bytesOf(result), expected.subarray(8 * block * rank, 8 * block * (rank + 1)), `blocks of ${block}`)
      }
    }
  },
}

function dividedAtRandom(length: number, size: number, pick: () => number): number[] {
  const borders = [0, ...perRank(size - 1, pick).sort((a, b) => a - b), length]
  return perRank(size, (rank) => borders[rank + 1] - borders[rank])
}
