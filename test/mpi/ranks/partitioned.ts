/** Partitioned messages between ranks. For 2 ranks. */
import assert from 'node:assert/strict'
import { alloc, FLOAT64, vector, waitAll, world } from '../../../src/mpi/index.ts'
import { codeOf, fill, isFilled, runCases } from './cases.ts'

const sending = world.rank === 0
const LENGTHS = [0, 60, 6000, 600_000]

await runCases({
  'parts arrive in whatever order they are ready, however the two sides divide the buffer': () => {
    const divisions = [
      [1, 1],
      [6, 6],
      [12, 5],
      [5, 12],
      [1, 10],
    ]
    for (const length of LENGTHS) {
      for (const [mine, theirs] of divisions) {
        const bytes = alloc(Uint8Array, length)
        if (sending) {
          using send = world.psendInit(bytes, { dest: 1, tag: 3, partitions: mine })
          for (let round = 0; round < 3; round++) {
            fill(bytes, round)
            send.start()
            const parts = [...Array(mine).keys()]
            if (round === 0) send.preadyRange(0, mine - 1)
            else if (round === 1) for (const part of parts.reverse()) send.pready(part)
            else send.preadyList(parts.filter((part) => part % 2 === 0).concat(parts.filter((part) => part % 2 === 1)))
            send.wait()
          }
        } else {
          using recv = world.precvInit(bytes, { source: 0, tag: 3, partitions: theirs })
          for (let round = 0; round < 3; round++) {
            recv.start()
            if (round === 1) for (let part = 0; part < theirs; part++) while (!recv.parrived(part));
            const { source, tag, bytes: got } = recv.wait()
            assert.deepEqual([source, tag, got], [0, 3, length])
            assert.ok(isFilled(bytes, round), `round ${round} of ${length} bytes in ${mine} and ${theirs} parts`)
          }
        }
      }
    }
  },

  'a part can be used before others are ready': () => {
    const halves = new Int32Array(200_000)
    if (sending) {
      using send = world.psendInit(halves, { dest: 1, partitions: 2 }).start()
      halves.fill(1, 100_000)
      send.pready(1)
      assert.equal(world.recv({ source: 1 }), 'second half')
      assert.equal(send.test(), false)
      halves.fill(2, 0, 100_000)
      send.pready(0)
      send.wait()
    } else {
      using recv = world.precvInit(halves, { source: 0, partitions: 2 }).start()
      while (!recv.parrived(1));
      assert.ok(halves.subarray(100_000).every((x) => x === 1))
      assert.equal(recv.parrived(0), false)
      assert.equal(recv.test(), false)
      world.send('second half', { dest: 0 })
      recv.wait()
      assert.equal(recv.parrived(0), true)
      assert.ok(halves.subarray(0, 100_000).every((x) => x === 2))
    }
  },

  'those of one tag meet in the order in which they were set up, and no other message': () => {
    const fields = [0, 1, 2].map(() => new Uint8Array(10_000))
    if (sending) {
      const sends = fields.map((field, i) => world.psendInit(fill(field, i), { dest: 1, partitions: 1 }))
      world.send('between', { dest: 1 })
      for (const send of sends.toReversed()) send.start().pready(0)
      waitAll(sends)
    } else {
      const recvs = fields.map((field) => world.precvInit(field, { source: 0, partitions: 4 }))
      assert.equal(world.recv(), 'between')
      for (const recv of recvs) recv.start()
      waitAll(recvs)
      for (const [i, field] of fields.entries()) assert.ok(isFilled(field, i))
    }
  },

  'parts of data that do not lie in one piece are sent and received too': () => {
    const column = vector(100, 1, 2, FLOAT64)
    const matrix = new Float64Array(200)
    if (sending) {
      using send = world.psendInit(column.of(matrix), { dest: 1, partitions: 4 })
      for (let round = 0; round < 2; round++) {
        for (let i = 0; i < 100; i++) matrix[2 * i] = round * 1000 + i
        send.start().preadyList([3, 0, 2, 1])
        send.wait()
      }
    } else {
      using recv = world.precvInit(column.of(matrix, { offset: 1 }), { source: 0, partitions: 10 })
      for (let round = 0; round < 2; round++) {
        recv.start()
        while (!recv.parrived(9));
        assert.equal(matrix[199], round * 1000 + 99)
        assert.equal(recv.wait().bytes, 800)
        assert.ok(matrix.every((x, i) => x === (i % 2 === 0 ? 0 : round * 1000 + (i - 1) / 2)))
      }
    }
  },

  'a receiver that has less room is told, and the sender goes on': () => {
    if (sending) {
      const send = world.psendInit(new Uint8Array(100_000), { dest: 1, partitions: 4 }).start()
      send.preadyRange(0, 3)
      send.wait()
    } else {
      const recv = world.precvInit(new Uint8Array(60_000), { source: 0, partitions: 4 }).start()
      assert.equal(
        codeOf(() => recv.wait()),
        'ERR_TRUNCATED',
      )
    }
  },
})
