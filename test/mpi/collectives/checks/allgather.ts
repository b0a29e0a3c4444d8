import assert from 'node:assert/strict'
import { type Checks, concatenated, copied, forEachCase, perRank, sameBytes } from '../setting.ts'
import { VALUES } from '../values.ts'

export const allgatherChecks: Checks = {
  "allgather() fills every rank's buffer with everybody's bytes in the order of ranks": (setting) => {
    const { comm, data } = setting
    forEachCase(setting, (length, _, make) => {
      const recv = make(length * comm.size)
      assert.equal(comm.allgather(copied(data.bytes(comm.rank, length), make), { recv }), recv)
      const expected = concatenated(perRank(comm.size, (rank) => data.bytes(rank, length)))
      sameBytes(recv, expected, `allgather of ${length} bytes`)
    })
  },

  'allgather() returns an array of values where no buffer is given': ({ comm }) => {
    for (let shift = 0; shift < VALUES.length; shift++) {
      const valueFor = (rank: number) => VALUES[(rank + shift) % VALUES.length]
      assert.deepEqual(comm.allgather(valueFor(comm.rank)), perRank(comm.size, valueFor))
    }
  },
}
