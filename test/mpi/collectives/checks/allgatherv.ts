import assert from 'node:assert/strict'
import { type Checks, perRank, sameBytes } from '../setting.ts'

export const allgathervChecks: Checks = {
  "allgatherv() puts everybody's elements on all ranks where the counts and displacements say": ({ comm, data }) => {
    const { rank, size } = comm
    for (const most of [0, 3, 500, 6000]) {
      for (const gap of [0, 2]) {
        const counts = perRank(size, () => data.pick(most + 1))
        data.next()
        const sent = (from: number) => new Float32Array(data.bytes(from, 4 * counts[from]).slice().buffer)
        const displs = perRank(size, (from) => counts.slice(0, from).reduce((sum, count) => sum + count + gap, gap))
        const length = displs[size - 1] + counts[size - 1]
        const recv = new Float32Array(length).fill(1)
        assert.equal(comm.allgatherv(sent(rank), { recv, counts, ...(gap > 0 ? { displs } : {}) }), recv)
        const expected = new Float32Array(length).fill(1)
        perRank(size, (from) => {
          new Uint8Array(expected.buffer).set(new Uint8Array(sent(from).buffer), 4 * displs[from])
        })
        sameBytes(new Uint8Array(recv.buffer), new Uint8Array(expected.buffer), `allgatherv of ${counts}`)
      }
    }
  },
}
