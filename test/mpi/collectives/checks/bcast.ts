import assert from 'node:assert/strict'
import { alloc } from '../../../../src/mpi/index.ts'
import { type Checks, copied, forEachCase, sameBytes } from '../setting.ts'
import { VALUES } from '../values.ts'

export const bcastChecks: Checks = {
  "bcast() gives every rank's buffer the bytes of the root's, and returns it": (setting) => {
    const { comm, data } = setting
    forEachCase(setting, (length, root, make) => {
      const expected = data.bytes(root, length)
      const buffer = comm.rank === root ? copied(expected, make) : make(length).fill(0xee)
      assert.equal(comm.bcast(buffer, { root }), buffer)
      sameBytes(buffer, expected, `bcast of ${length} bytes from ${root}`)
    })
  },

  'bcast() returns the value of the root on every rank': ({ comm }) => {
    VALUES.forEach((value, index) => {
      const root = index % comm.size
      assert.deepEqual(comm.bcast(comm.rank === root ? value : undefined, { root }), value)
    })
  },

  'bcast() gives a rank without a buffer an array of the type that the root has': ({ comm, data }) => {
    for (const length of [3, 5000]) {
      const root = data.pick(comm.size)
      const expected = Float32Array.from({ length }, (_, i) => i / 2)
      const own = alloc(Float32Array, length)
      own.set(expected)
      const got = comm.bcast(comm.rank === root ? own : undefined, { root })
      assert.ok(got instanceof Float32Array)
      assert.deepEqual(Array.from(got), Array.from(expected))
    }
  },

  'bcast() broadcasts from rank 0 unless told otherwise': ({ comm }) => {
    assert.equal(comm.bcast(`from ${comm.rank}`), 'from 0')
  },
}
