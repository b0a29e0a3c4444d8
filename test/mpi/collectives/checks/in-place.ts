import assert from 'node:assert/strict'
import { bytesOf } from '../../../../src/memory/bytes.ts'
import { IN_PLACE, SUM } from '../../../../src/mpi/index.ts'
import { combined, prefix } from '../reference.ts'
import { type Checks, concatenated, copied, forEachCase, perRank, sameBytes } from '../setting.ts'

export const inPlaceChecks: Checks = {
  'gather(), gatherv(), allgather() and allgatherv() take what lies in its place': (setting) => {
    const { comm, data } = setting
    const { rank, size } = comm
    forEachCase(setting, (length, root, make) => {
      const expected = concatenated(perRank(size, (from) => data.bytes(from, length)))
      const counts = perRank(size, () => length)
      const displs = perRank(size, (from) => from * length)
      const prepared = () => {
        const recv = make(length * size)
        recv.set(data.bytes(rank, length), rank * length)
        return recv
      }
      const toRoot = [
        (recv: Uint8Array) => comm.gather(IN_PLACE, { recv, root }),
        (recv: Uint8Array) => comm.gatherv(IN_PLACE, { recv, root, counts, displs }),
      ]
      const others = [
        () => comm.gather(data.bytes(rank, length), { root }),
        () => comm.gatherv(data.bytes(rank, length), { root }),
      ]
      toRoot.forEach((gather, which) => {
        if (rank !== root) assert.equal(others[which](), undefined)
        else {
          const recv = prepared()
          assert.equal(gather(recv), recv)
          sameBytes(recv, expected, `${gather} of ${length} bytes`)
        }
      })
      const one = prepared()
      assert.equal(comm.allgather(IN_PLACE, { recv: one }), one)
      sameBytes(one, expected, `allgather of ${length} bytes`)
      const other = prepared()
      assert.equal(comm.allgatherv(IN_PLACE, { recv: other, counts, displs }), other)
      sameBytes(other, expected, `allgatherv of ${length} bytes`)
    })
  },

  "scatter() and scatterv() leave the root's part in what it sends": (setting) => {
    const { comm, data } = setting
    const { rank, size } = comm
    forEachCase(setting, (length, root, make) => {
      const whole = concatenated(perRank(size, (to) => data.bytes(to, length)))
      const counts = perRank(size, () => length)
      if (rank === root) {
        const send = copied(whole, make)
        assert.equal(comm.scatter(send, { recv: IN_PLACE, root }), send)
        assert.equal(comm.scatterv(send, { recv: IN_PLACE, root, counts }), send)
        sameBytes(send, whole, 'what was scattered')
        return
      }
      const recv = make(length)
      comm.scatter(undefined, { recv, root })
      sameBytes(recv, data.bytes(rank, length), `scatter of ${length} bytes`)
      recv.fill(0)
      comm.scatterv(undefined, { recv, root })
      sameBytes(recv, data.bytes(rank, length), `scatterv of ${length} bytes`)
    })
  },

  'alltoall(), alltoallv() and alltoallw() put each part in the place of the one that was sent': (setting) => {
    const { comm, data } = setting
    const { rank, size } = comm
    forEachCase(setting, (length, _, make) => {
      const part = (from: number, to: number) => data.bytes(from, length * size).slice(to * length, (to + 1) * length)
      const expected = concatenated(perRank(size, (from) => part(from, rank)))
      const prepared = () => copied(data.bytes(rank, length * size), make)
      const recvCounts = perRank(size, () => length)
      const equal = prepared()
      assert.equal(comm.alltoall(IN_PLACE, { recv: equal }), equal)
      sameBytes(equal, expected, `alltoall of ${length} bytes`)
      const counted = prepared()
      assert.equal(comm.alltoallv(IN_PLACE, { recv: counted, recvCounts }), counted)
      sameBytes(counted, expected, `alltoallv of ${length} bytes`)
      const recvs = perRank(size, (to) => copied(part(rank, to), make))
      assert.equal(comm.alltoallw(IN_PLACE, { recvs }), recvs)
      sameBytes(concatenated(recvs), expected, `alltoallw of ${length} bytes`)
    })
  },

  'alltoallv() in place takes parts that differ in length from pair to pair': ({ comm, data }) => {
    const { rank, size } = comm
    const table = perRank(size, () => perRank(size, () => data.pick(3000)))
    const count = (a: number, b: number) => table[Math.min(a, b)][Math.max(a, b)]
    data.next()
    const part = (from: number, to: number) => data.bytes(from * size + to, count(from, to))
    const recv = concatenated(perRank(size, (to) => part(rank, to)))
    comm.alltoallv(IN_PLACE, { recv, recvCounts: perRank(size, (to) => count(rank, to)) })
    sameBytes(recv, concatenated(perRank(size, (from) => part(from, rank))), `alltoallv of ${JSON.stringify(table)}`)
  },

  'reductions take what lies in recv': ({ comm, data }) => {
    const { rank, size } = comm
    for (const block of [1, 200, 4000]) {
      const length = block * size
      const root = data.pick(size)
      data.next()
      const prepared = () => data.array(rank, Float64Array, length) as Float64Array
      const sum = combined(data, size, Float64Array, length, SUM)
      const reduced = prepared()
      if (rank === root) assert.equal(comm.reduce(IN_PLACE, { recv: reduced, root }), reduced)
      else comm.reduce(reduced, { root })
      if (rank === root) sameBytes(bytesOf(reduced), sum, `reduce to ${root}`)

      const everywhere = prepared()
      assert.equal(comm.allreduce(IN_PLACE, { recv: everywhere }), everywhere)
      sameBytes(bytesOf(everywhere), sum, 'allreduce')

      const own = sum.subarray(8 * block * rank, 8 * block * (rank + 1))
      const parts = prepared()
      const counts = perRank(size, () => block)
      sameBytes(bytesOf(comm.reduceScatter(IN_PLACE, { recv: parts, counts })), own, 'reduceScatter')
      sameBytes(bytesOf(parts.subarray(0, block)), own, 'the beginning of recv')
      const blocks = prepared()
      sameBytes(bytesOf(comm.reduceScatterBlock(IN_PLACE, { recv: blocks })), own, 'reduceScatterBlock')

      const scanned = prepared()
      assert.equal(comm.scan(IN_PLACE, { recv: scanned }), scanned)
      sameBytes(bytesOf(scanned), prefix(data, rank, Float64Array, length, SUM), 'scan')
      const before = prepared()
      assert.equal(comm.exscan(IN_PLACE, { recv: before }), before)
      const expected = rank === 0 ? bytesOf(prepared()) : prefix(data, rank - 1, Float64Array, length, SUM)
      sameBytes(bytesOf(before), expected, 'exscan')
    }
  },
}
