import assert from 'node:assert/strict'
import { alloc } from '../../../../src/mpi/index.ts'
import { type Checks, perRank, sameBytes } from '../setting.ts'

export const alltoallvChecks: Checks = {
  'alltoallv() exchanges the elements that the counts and displacements say': ({ comm, data }) => {
    const { rank, size } = comm
    for (const most of [0, 2, 600, 5000]) {
      for (const gap of [0, 3]) {
        const table = perRank(size, () => perRank(size, () => data.pick(most + 1)))
        data.next()
        const begin = (counts: number[], at: number) =>
          counts.slice(0, at).reduce((sum, count) => sum + count + gap, gap)
        const length = (counts: number[]) => begin(counts, size) + gap
        const sent = (from: number) => new Int32Array(data.bytes(from, 4 * length(table[from])).slice().buffer)
        const sendCounts = table[rank]
        const recvCounts = perRank(size, (from) => table[from][rank])
        const recv = alloc(Int32Array, length(recvCounts)).fill(-1)
        const displs = {
          sendDispls: perRank(size, (to) => begin(sendCounts, to)),
          recvDispls: perRank(size, (from) => begin(recvCounts, from)),
        }
        const result = comm.alltoallv(sent(rank), { sendCounts, recv, recvCounts, ...(gap > 0 ? displs : {}) })
        assert.equal(result, recv)
        const expected = new Int32Array(recv.length).fill(-1)
        perRank(size, (from) => {
          const at = begin(table[from], rank)
          expected.set(sent(from).subarray(at, at + table[from][rank]), begin(recvCounts, from))
        })
        sameBytes(new Uint8Array(recv.buffer), new Uint8Array(expected.buffer), `alltoallv of ${JSON.stringify(table)}`)
      }
    }
  },
}
