import assert from 'node:assert/strict'
import { type Checks, concatenated, copied, forEachCase, perRank, sameBytes } from '../setting.ts'
import { VALUES } from '../values.ts'

export const alltoallChecks: Checks = {
  "alltoall() exchanges equal parts of everybody's buffers": (setting) => {
    const { comm, data } = setting
    const { rank, size } = comm
    forEachCase(setting, (length, _, make) => {
      const part = (from: number, to: number) =>
        data.bytes(from, length * size).subarray(to * length, (to + 1) * length)
      const recv = make(length * size)
      assert.equal(comm.alltoall(copied(data.bytes(rank, length * size), make), { recv }), recv)
      sameBytes(recv, concatenated(perRank(size, (from) => part(from, rank))), `alltoall of ${length} bytes`)
    })
  },

  'alltoall() exchanges the values of arrays': ({ comm }) => {
    const { rank, size } = comm
    for (let shift = 0; shift < VALUES.length; shift++) {
      const value = (from: number, to: number) => VALUES[(from * size + to + shift) % VALUES.length]
      const got = comm.alltoall(perRank(size, (to) => value(rank, to)))
      assert.deepEqual(
        got,
        perRank(size, (from) => value(from, rank)),
      )
    }
  },
}
