import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CONTEXTS, Port, SELF_CONTEXT, WORLD_CONTEXT } from '../../src/mpi/port.ts'
import type { Transport } from '../../src/transport/transport.ts'

function portOf(rank: number, size: number): Port {
  return new Port({ rank, size } as Transport)
}

test('reserveContexts() never gives the same twice, on no rank, nor those of world and self', () => {
  const seen = new Set<number>()
  const take = (first: number) => {
    for (let context = first; context < first + CONTEXTS; context++) {
      assert.equal(seen.has(context), false, `context ${context}`)
      seen.add(context)
    }
  }
  for (const first of [WORLD_CONTEXT, SELF_CONTEXT]) take(first)
  for (const rank of [0, 1, 2]) {
    const port = portOf(rank, 3)
    for (let i = 0; i < 100; i++) take(port.reserveContexts())
  }
})

test('returnContexts() gives back what was reserved last, and nothing else', () => {
  const port = portOf(1, 4)
  const [first, second] = [port.reserveContexts(), port.reserveContexts()]
  port.returnContexts(first)
  const third = port.reserveContexts()
  assert.notEqual(third, second)
  port.returnContexts(third)
  assert.equal(port.reserveContexts(), third)
})

test("reserveContexts() tells when a rank's share is used up", () => {
  const port = portOf(0, 2 ** 20)
  const all: number[] = []
  assert.throws(
    () => {
      for (;;) all.push(port.reserveContexts())
    },
    { code: 'ERR_CONTEXTS', message: /share of the contexts/ },
  )
  assert.ok(all.length > 300 && all[all.length - 1] + CONTEXTS <= 2 ** 31, `${all.length} were given`)
})
