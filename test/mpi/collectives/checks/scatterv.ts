import assert from 'node:assert/strict'
import { type Checks, perRank, sameBytes } from '../setting.ts'

export const scattervChecks: Checks = {
  'scatterv() gives each rank the elements that the counts and displacements of the root say': ({ comm, data }) => {
    const { rank, size } = comm
    for (const most of [0, 3, 500, 6000]) {
      for (const gaps of [false, true]) {
        const root = data.pick(size)
        const counts = perRank(size, () => data.pick(most + 1))
        // Parts may overlap where they are only read.
        const displs = perRank(size, () => data.pick(most + 1))
        const begin = (to: number) => (gaps ? displs[to] : counts.slice(0, to).reduce((sum, count) => sum + count, 0))
        data.next()
        const whole = new Uint32Array(
          data.bytes(root, 4 * Math.max(...perRank(size, (r) => begin(r) + counts[r]))).buffer,
        )
        const recv = new Uint32Array(counts[rank])
        const where = gaps ? { counts, displs } : { counts }
        const result = comm.scatterv(rank === root ? whole : undefined, { recv, root, ...(rank === root ? where : {}) })
        assert.equal(result, recv)
        const expected = whole.slice(begin(rank), begin(rank) + counts[rank])
        sameBytes(new Uint8Array(recv.buffer), new Uint8Array(expected.buffer), `scatterv of ${counts} from ${root}`)
      }
    }
  },
}
