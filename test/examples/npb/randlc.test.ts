import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Randlc } from '../../../examples/npb/randlc.ts'

test('Randlc.next() follows the recurrence exactly', () => {
  const random = new Randlc()
  let expected = 314159265n
  for (let i = 0; i < 100_000; i++) {
    expected = (expected * 1220703125n) % 2n ** 46n
    assert.equal(random.next(), Number(expected))
  }
})

test('Randlc() starts where stepping would have come to when numbers are skipped', () => {
  for (const skipped of [0, 1, 2, 1023, 65536, 99_999]) {
    const stepped = new Randlc()
    for (let i = 0; i < skipped; i++) stepped.next()
    assert.equal(new Randlc(skipped).next(), stepped.next(), `${skipped} skipped`)
  }
})
