import assert from 'node:assert/strict'
import { test } from 'node:test'
import { change, check, fill } from '../../../bench/harness/operands.ts'

const RANKS = 3

/** What each rank sends in the call `serial`: blocks one behind the other. */
function sent(blocks: number, elements: number, serial: number): Float64Array[] {
  return Array.from({ length: RANKS }, (_, rank) => {
    const send = new Float64Array(blocks * elements)
    fill(send, rank, elements)
    change(send, rank, elements, serial)
    return send
  })
}

for (const elements of [0, 1, 7, 8, 9, 100]) {
  test(`check() accepts blocks of ${elements} elements that ranks sent, and their sums`, () => {
    for (const serial of [0, 1, 99_999]) {
      const all = sent(2, elements, serial)
      const second = all[1].slice(elements)
      const sum = all[0].map((value, i) => value + all[1][i] + all[2][i]).slice(0, elements)
      const parts = [
        { from: 1, to: 2, block: 1, offset: 0, elements },
        { from: 0, to: 3, block: 0, offset: 0, elements },
      ]
      for (const full of [false, true]) check(Float64Array.of(...second, ...sum), parts, serial, full)
    }
  })
}

test('check() accepts a slice of a sum', () => {
  const all = sent(1, 20, 5)
  const sum = all[0].map((value, i) => value + all[1][i] + all[2][i])
  check(sum.slice(7, 15), [{ from: 0, to: 3, block: 0, offset: 7, elements: 8 }], 5, true)
})

test('check() refuses what another rank, block or call sent', () => {
  const [, one] = sent(2, 20, 4)
  const first = one.slice(0, 20)
  const part = { from: 1, to: 2, block: 0, offset: 0, elements: 20 }
  for (const full of [false, true]) {
    check(first, [part], 4, full)
    assert.throws(() => check(first, [part], 5, full), /Wrong data from rank 1: element 0 of 20 is/)
    assert.throws(() => check(first, [{ ...part, from: 0, to: 1 }], 4, full), /Wrong data from rank 0/)
    assert.throws(() => check(first, [{ ...part, block: 1 }], 4, full), /Wrong data/)
    assert.throws(() => check(first, [{ ...part, from: 0 }], 4, full), /Wrong data from ranks 0 to 1/)
  }
})

test('check() finds any wrong element when it looks at all', () => {
  const [send] = sent(1, 30, 2)
  const part = { from: 0, to: 1, block: 0, offset: 0, elements: 30 }
  for (let i = 0; i < send.length; i++) {
    send[i]++
    assert.throws(() => check(send, [part], 2, true), new RegExp(`element ${i} of 30`))
    send[i]--
  }
})

test('change() writes an element of every cache line of each block, and nothing else', () => {
  const before = sent(2, 20, 1)[0]
  const after = sent(2, 20, 2)[0]
  const changed = [...before.keys()].filter((i) => before[i] !== after[i])
  assert.deepEqual(changed, [0, 8, 16, 20, 28, 36])
})
