import assert from 'node:assert/strict'
import { type Checks, perRank, sameBytes } from '../setting.ts'

export const gathervChecks: Checks = {
  "gatherv() puts everybody's elements where the counts and displacements of the root say": ({ comm, data }) => {
    const { rank, size } = comm
    for (const most of [0, 3, 500, 6000]) {
      for (const gaps of [false, true]) {
        const root = data.pick(size)
        const counts = perRank(size, () => data.pick(most + 1))
        data.next()
        const sent = (from: number) => new Uint16Array(data.bytes(from, 2 * counts[from]).slice().buffer)
        // With gaps, the last rank's come first.
        let end = 0
        const displs: number[] = []
        for (const of of gaps ? perRank(size, (r) => size - 1 - r) : perRank(size, (r) => r)) {
          displs[of] = gaps ? end + 5 : end
          end = displs[of] + counts[of]
        }
        const recv = new Uint16Array(end + 3).fill(0xeeee)
        const options = rank === root ? { recv, counts: gaps ? counts : Int32Array.from(counts), root } : { root }
        const result = comm.gatherv(sent(rank), gaps && rank === root ? { ...options, displs } : options)
        assert.equal(result, rank === root ? recv : undefined)
        if (rank !== root) continue
        const expected = new Uint16Array(end + 3).fill(0xeeee)
        perRank(size, (from) => expected.set(sent(from), displs[from]))
        sameBytes(new Uint8Array(recv.buffer), new Uint8Array(expected.buffer), `gatherv of ${counts} to ${root}`)
      }
    }
  },
}
