/** Messages between memories of all kinds, by whatever way this process has. For 2 ranks. */
import assert from 'node:assert/strict'
import { alloc, world } from '../../../src/mpi/index.ts'
import { fill, isFilled, runCases } from './cases.ts'

const { rank } = world
const makers = {
  arena: (length: number) => alloc(Uint8Array, length),
  ordinary: (length: number) => new Uint8Array(length),
}
const cases: Record<string, () => unknown> = {}
for (const [from, make] of Object.entries(makers)) {
  for (const [to, makeTarget] of Object.entries(makers)) {
    cases[`messages from ${from} to ${to} memory arrive`] = () => {
      for (const length of [10, 5000, 20_000, 5_000_000]) {
        const into = makeTarget(length)
        world.sendrecv({ send: fill(make(length), rank), dest: 1 - rank, recv: into, source: 1 - rank })
        assert.ok(isFilled(into, 1 - rank))
      }
    }
  }
}
cases['a loan shows what was sent, whether it is a copy or not'] = () => {
  if (rank === 0) world.send(fill(alloc(Uint8Array, 100_000), 3), { dest: 1 })
  else {
    using loan = world.borrow({ source: 0 })
    assert.ok(isFilled(loan.view as Uint8Array, 3))
  }
}
await runCases(cases)
