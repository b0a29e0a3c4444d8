import assert from 'node:assert/strict'
import { type Checks, concatenated, copied, forEachCase, perRank, sameBytes } from '../setting.ts'
import { VALUES } from '../values.ts'

export const gatherChecks: Checks = {
  "gather() fills the root's buffer with everybody's bytes in the order of ranks": (setting) => {
    const { comm, data } = setting
    forEachCase(setting, (length, root, make) => {
      const send = copied(data.bytes(comm.rank, length), make)
      const recv = make(length * comm.size)
      const result = comm.gather(send, comm.rank === root ? { recv, root } : { root })
      assert.equal(result, comm.rank === root ? recv : undefined)
      if (comm.rank !== root) return
      sameBytes(recv, concatenated(perRank(comm.size, (rank) => data.bytes(rank, length))), `gather to ${root}`)
    })
  },

  'gather() returns an array of values at a root without a buffer, and undefined elsewhere': ({ comm, data }) => {
    for (let shift = 0; shift < VALUES.length; shift++) {
      const valueFor = (rank: number) => VALUES[(rank + shift) % VALUES.length]
      const root = data.pick(comm.size)
      const values = comm.gather(valueFor(comm.rank), { root })
      assert.deepEqual(values, comm.rank === root ? perRank(comm.size, valueFor) : undefined)
    }
  },

  'gather() returns copies, also of what the root itself sent': ({ comm }) => {
    for (const length of [2, 9000]) {
      const send = new Uint8Array(length).fill(comm.rank)
      const object = { rank: comm.rank, bytes: send }
      const arrays = comm.gather(send)
      const objects = comm.gather(object)
      send.fill(99)
      object.rank = 99
      if (comm.rank !== 0) continue
      perRank(comm.size, (rank) => {
        const expected = new Uint8Array(length).fill(rank)
        assert.deepEqual(arrays![rank], expected)
        assert.deepEqual(objects![rank], { rank, bytes: expected })
      })
    }
  },

  'gather() takes buffers of different lengths and types when the root has no buffer': ({ comm }) => {
    const of = (rank: number) => (rank % 2 === 0 ? new Int16Array(rank).fill(rank) : new Float64Array(1000 * rank))
    const arrays = comm.gather<Int16Array | Float64Array>(of(comm.rank))
    if (comm.rank === 0) assert.deepEqual(arrays, perRank(comm.size, of))
  },
}
