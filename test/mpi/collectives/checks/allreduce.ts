import assert from 'node:assert/strict'
import { bytesOf } from '../../../../src/memory/bytes.ts'
import { BXOR, LAND, MAX, MAXLOC, MIN, MINLOC, type Op, PROD, REPLACE, SUM } from '../../../../src/mpi/index.ts'
import { combined, MATRIX_PRODUCT, matrices } from '../reference.ts'
import { type Checks, REDUCTIONS, sameBytes } from '../setting.ts'

export const allreduceChecks: Checks = {
  "allreduce() combines everybody's elements on all ranks, in their buffers or in place": ({ comm, data }) => {
    for (const [type, lengths] of REDUCTIONS) {
      for (const length of lengths) {
        const op = data.one([SUM, PROD, MIN, MAX])
        const inPlace = data.pick(2) === 0
        data.next()
        const before = data.array(comm.rank, type, length)
        const send = before.slice()
        const recv = new type(length)
        const result = comm.allreduce(send as Float64Array, { op, ...(inPlace ? {} : { recv }) })
        assert.equal(result, inPlace ? send : recv)
        const what = `allreduce of ${length} ${type.name} by ${op.name}`
        sameBytes(bytesOf(result), combined(data, comm.size, type, length, op), what)
        if (!inPlace) sameBytes(bytesOf(send), bytesOf(before), `what was sent, after ${what}`)
      }
    }
  },

  'allreduce() keeps the order of ranks for an op that is not commutative': ({ comm, data }) => {
    for (const count of [1, 100, 30_000]) {
      data.next()
      const result = comm.allreduce(matrices(data, comm.rank, count), { op: MATRIX_PRODUCT })
      const expected = matrices(data, comm.size - 1, count)
      for (let rank = comm.size - 2; rank >= 0; rank--) MATRIX_PRODUCT.apply(expected, matrices(data, rank, count))
      sameBytes(bytesOf(result), bytesOf(expected), `products of ${count} matrices`)
    }
  },

  'allreduce() tells where the least and the greatest are, also of more pairs than are combined at once': ({
    comm,
  }) => {
    const { rank, size } = comm
    for (const count of [1, 40_001]) {
      const pairs = (value: (i: number) => number) =>
        new Float64Array(2 * count).map((_, at) => (at % 2 === 0 ? value(at / 2) : rank))
      // The last rank's first value is the least; everybody has the same greatest.
      const least = comm.allreduce(
        pairs((i) => (i === 0 ? 1 - rank : 1 + rank)),
        { op: MINLOC },
      )
      assert.deepEqual([...least.subarray(0, 2)], [2 - size, size - 1])
      if (count > 1) assert.deepEqual([...least.subarray(-2)], [1, 0])
      assert.deepEqual(
        [
          ...comm
            .allreduce(
              pairs(() => 7),
              { op: MAXLOC },
            )
            .subarray(-2),
        ],
        [7, 0],
      )
    }
  },

  'allreduce() gives what the highest rank has': ({ comm }) => {
    assert.equal(comm.allreduce(comm.rank, { op: REPLACE }), comm.size - 1)
  },

  'allreduce() returns plain numbers and bigints on all ranks': ({ comm }) => {
    const { rank, size } = comm
    assert.equal(comm.allreduce(rank + 0.5), (size * size) / 2)
    assert.equal(comm.allreduce(-rank, { op: MIN }), size === 1 ? -0 : 1 - size)
    assert.equal(comm.allreduce(rank, { op: LAND }), 0)
    assert.equal(comm.allreduce(1n << BigInt(rank), { op: BXOR }), (1n << BigInt(size)) - 1n)
    assert.equal(comm.allreduce(2n ** 63n - 1n, { op: MAX }), 2n ** 63n - 1n)
  },

  'allreduce() takes a Buffer for an array of bytes': ({ comm }) => {
    const send = Buffer.from([comm.rank, 1])
    assert.equal(comm.allreduce(send), send)
    assert.deepEqual([...send], [(comm.size * (comm.size - 1)) / 2, comm.size])
  },

  'allreduce() calls an op of the program with arrays of the type and length that were sent': ({ comm }) => {
    const seen = new Set<string>()
    const op: Op = {
      name: 'witness',
      commutative: true,
      apply(inout: Float32Array, operand: Float32Array) {
        seen.add(`${inout.constructor.name} ${inout.length}, ${operand.constructor.name} ${operand.length}`)
        for (let i = 0; i < inout.length; i++) inout[i] = Math.hypot(inout[i], operand[i])
      },
    }
    const result = comm.allreduce(new Float32Array(70_000).fill(1), { op })
    assert.ok(result.every((x) => Math.abs(x - Math.sqrt(comm.size)) < 1e-5))
    if (comm.rank === 0 && comm.size > 1) assert.deepEqual([...seen], ['Float32Array 70000, Float32Array 70000'])
  },

  'allreduce() calls no op where there is nothing to combine': ({ comm }) => {
    const op: Op = { name: 'uncalled', commutative: true, apply: () => assert.fail('it was called') }
    const nothing = new BigInt64Array(0)
    assert.equal(comm.allreduce(nothing, { op }), nothing)
    assert.equal(comm.reduce(nothing, { op }), comm.rank === 0 ? nothing : undefined)
  },
}
