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

test('Randlc() begins with another seed when one is given', () => {
  assert.equal(new Randlc(0, 271828183).next(), Number((271828183n * 1220703125n) % 2n ** 46n))
  assert.equal(new Randlc(5, 1).next(), Number(1220703125n ** 6n % 2n ** 46n))
})

test('Randlc.fill() gives the same numbers as next(), divided by 2^46, and goes on where it ended', () => {
  for (const seed of [314159265, 271828183]) {
    const filling = new Randlc(0, seed)
    const stepping = new Randlc(0, seed)
    for (const length of [0, 1, 7, 8, 9, 0, 16, 100, 100_000, 3]) {
      const numbers = new Float64Array(length)
      filling.fill(numbers)
      for (let i = 0; i < length; i++) assert.equal(numbers[i], stepping.next() / 2 ** 46, `${i} of ${length}`)
    }
    assert.equal(filling.next(), stepping.next())
  }
})
