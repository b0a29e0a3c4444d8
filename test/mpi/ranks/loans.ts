/** Messages that are borrowed. For 2 ranks. */
import assert from 'node:assert/strict'
import { alloc, world } from '../../../src/mpi/index.ts'
import { runCases } from './cases.ts'

const sending = world.rank === 0
const receiving = world.rank === 1

await runCases({
  'borrow() reads the memory of the sender itself, until the loan is released': () => {
    const field = alloc(Float64Array, 100_000)
    if (sending) {
      field.fill(1)
      const request = world.isend(field, { dest: 1, tag: 1 })
      world.recv({ source: 1, tag: 2 })
      // The receiver has looked; it shall see this change, which no copy would show.
      field.fill(2)
      world.send('changed', { dest: 1, tag: 3 })
      world.recv({ source: 1, tag: 4 })
      assert.equal(request.test(), false)
      world.send('release it', { dest: 1, tag: 5 })
      request.wait()
    } else if (receiving) {
      const loan = world.borrow({ source: 0, tag: 1 })
      const view = loan.view as Float64Array
      assert.deepEqual([loan.borrowed, view.length, loan.status.count], [true, 100_000, 100_000])
      assert.ok(view.every((value) => value === 1))
      world.send('seen', { dest: 0, tag: 2 })
      world.recv({ source: 0, tag: 3 })
      assert.ok(view.every((value) => value === 2))
      world.send('still mine', { dest: 0, tag: 4 })
      world.recv({ source: 0, tag: 5 })
      loan.release()
      loan.release()
    }
  },

  'borrow() of what does not lie in an arena gives a copy, and ends the send at once': () => {
    for (const [length, value] of [
      [100, new Uint8Array(100).fill(7)],
      [100_000, new Uint8Array(100_000).fill(7)],
    ] as const) {
      if (sending) {
        world.ssend(value, { dest: 1 })
        value.fill(8)
        world.send('changed', { dest: 1, tag: 3 })
      } else if (receiving) {
        using loan = world.borrow({ source: 0 })
        world.recv({ source: 0, tag: 3 })
        assert.equal(loan.borrowed, false)
        assert.equal(loan.status.bytes, length)
        assert.ok((loan.view as Uint8Array).every((byte) => byte === 7))
      }
    }
  },

  'several loans, and loans across the borders of windows, are independent': () => {
    const fields = [1, 2, 3].map((value) => alloc(Uint8Array, 20_000_000).fill(value))
    if (sending) {
      for (const request of fields.map((field, tag) => world.isend(field, { dest: 1, tag }))) request.wait()
    } else if (receiving) {
      const loans = fields.map((_, tag) => world.borrow({ source: 0, tag }))
      for (const index of [1, 0, 2]) {
        const view = loans[index].view as Uint8Array
        for (let at = 0; at < view.length; at += 4000) assert.equal(view[at], index + 1)
        assert.equal(view.at(-1), index + 1)
        loans[index].release()
      }
    }
  },
})
