import assert from 'node:assert/strict'
import { test } from 'node:test'
import { takeTurns } from '../../../bench/harness/turns.ts'

test('takeTurns() lets everybody act once in each round, one after another', async () => {
  const order: string[] = []
  let acting = 0
  const given = await takeTurns(['a', 'b'], 3, async (taker, round) => {
    assert.equal(++acting, 1)
    await new Promise(setImmediate)
    acting--
    order.push(`${taker}${round}`)
    return round * 10
  })
  assert.deepEqual(order, ['a0', 'b0', 'a1', 'b1', 'a2', 'b2'])
  assert.deepEqual(Object.fromEntries(given), { a: [0, 10, 20], b: [0, 10, 20] })
})

test('takeTurns() forgets who gives null, and asks no more', async () => {
  const order: string[] = []
  const given = await takeTurns(['a', 'b'], 3, async (taker, round) => {
    order.push(`${taker}${round}`)
    return taker === 'a' && round === 1 ? null : round
  })
  assert.deepEqual(order, ['a0', 'b0', 'a1', 'b1', 'b2'])
  assert.deepEqual(Object.fromEntries(given), { a: [], b: [0, 1, 2] })
})

test('takeTurns() rejects when a turn does', async () => {
  await assert.rejects(
    takeTurns(['a'], 1, () => Promise.reject(new Error('broken'))),
    /broken/,
  )
})
