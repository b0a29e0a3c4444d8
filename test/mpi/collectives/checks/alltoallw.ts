import assert from 'node:assert/strict'
import { type Bytes, bytesOf } from '../../../../src/memory/bytes.ts'
import { alloc } from '../../../../src/mpi/index.ts'
import { type Checks, perRank, sameBytes } from '../setting.ts'

export const alltoallwChecks: Checks = {
  'alltoallw() exchanges buffers of any type, length and place, and nothing where there is none': ({ comm, data }) => {
    const { rank, size } = comm
    for (const most of [40, 2000, 50_000]) {
      const lengths = perRank(size, () => perRank(size, () => 8 * data.pick(1 + most / 8)))
      data.next()
      const content = (from: number, to: number) => {
        const begin = lengths[from].slice(0, to).reduce((sum, length) => sum + length, 0)
        const all = data.bytes(
          from,
          lengths[from].reduce((sum, length) => sum + length, 0),
        )
        return all.slice(begin, begin + lengths[from][to])
      }
      const sends = perRank(size, (to) => (lengths[rank][to] === 0 ? null : typed(content(rank, to), to)))
      // All of what comes lies in one buffer, the last rank's part first.
      const room = alloc(
        Uint8Array,
        perRank(size, (from) => lengths[from][rank]).reduce((sum, length) => sum + length),
      )
      let end = room.length
      const recvs = perRank(size, (from) => {
        end -= lengths[from][rank]
        return lengths[from][rank] === 0 ? null : room.subarray(end, end + lengths[from][rank])
      })
      assert.equal(comm.alltoallw(sends, { recvs }), recvs)
      recvs.forEach((recv, from) => {
        sameBytes(recv ?? new Uint8Array(0), content(from, rank), `from rank ${from} of ${JSON.stringify(lengths)}`)
      })
      sends.forEach((send, to) => {
        if (send !== null) sameBytes(bytesOf(send), content(rank, to), 'what was sent')
      })
    }
  },
}

/** The same bytes as another kind of buffer for each rank. */
function typed(bytes: Uint8Array<ArrayBuffer>, rank: number): Bytes {
  return [
    () => bytes,
    () => new Float64Array(bytes.buffer),
    () => bytes.buffer,
    () => new DataView(bytes.buffer),
    () => new Int16Array(bytes.buffer),
  ][rank % 5]()
}
