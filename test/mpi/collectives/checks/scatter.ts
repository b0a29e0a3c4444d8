import assert from 'node:assert/strict'
import { type Checks, concatenated, copied, forEachCase, perRank, sameBytes } from '../setting.ts'
import { VALUES } from '../values.ts'

export const scatterChecks: Checks = {
  "scatter() fills each rank's buffer with its part of the root's": (setting) => {
    const { comm, data } = setting
    forEachCase(setting, (length, root, make) => {
      const whole = () => copied(concatenated(perRank(comm.size, (rank) => data.bytes(rank, length))), make)
      const recv = make(length)
      assert.equal(comm.scatter(comm.rank === root ? whole() : undefined, { recv, root }), recv)
      sameBytes(recv, data.bytes(comm.rank, length), `scatter of ${length} bytes from ${root}`)
    })
  },

  "scatter() gives a rank without a buffer an array of the type of the root's": ({ comm, data }) => {
    for (const each of [2, 700]) {
      const root = data.pick(comm.size)
      const all = Int32Array.from({ length: each * comm.size }, (_, i) => i)
      const got = comm.scatter(comm.rank === root ? all : undefined, { root })
      assert.deepEqual(got, all.slice(comm.rank * each, (comm.rank + 1) * each))
    }
  },

  'scatter() returns to each rank its value of an array': ({ comm, data }) => {
    for (let shift = 0; shift < VALUES.length; shift++) {
      const valueFor = (rank: number) => VALUES[(rank + shift) % VALUES.length]
      const root = data.pick(comm.size)
      const send = comm.rank === root ? perRank(comm.size, valueFor) : undefined
      const got = comm.scatter(send, { root })
      assert.deepEqual(got, valueFor(comm.rank))
      if (send !== undefined && typeof got === 'object' && got !== null) assert.notEqual(got, send[root])
    }
  },

  'scatter() takes an array with holes for one of undefined': ({ comm }) => {
    assert.equal(comm.scatter(comm.rank === 0 ? new Array(comm.size) : undefined), undefined)
  },

  'scatter() of an array of buffers fills the buffers of ranks that give one': ({ comm }) => {
    const recv = new Uint8Array(4)
    comm.scatter(comm.rank === 0 ? perRank(comm.size, (rank) => new Uint8Array(4).fill(rank)) : undefined, { recv })
    assert.deepEqual(recv, new Uint8Array(4).fill(comm.rank))
  },
}
