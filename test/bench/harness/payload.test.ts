import assert from 'node:assert/strict'
import { test } from 'node:test'
import { change, check, fill } from '../../../bench/harness/payload.ts'

const SIZES = [0, 1, 63, 64, 65, 1000, 4096]

function make(count: number, bytes: number): Uint8Array[] {
  const buffers = Array.from({ length: count }, () => new Uint8Array(bytes))
  for (const buffer of buffers) fill(buffer)
  return buffers
}

for (const bytes of SIZES) {
  test(`check() accepts what change() wrote into buffers of ${bytes} bytes`, () => {
    const buffers = make(3, bytes)
    for (let interval = 0; interval < 300; interval++) {
      change(buffers, interval, 1)
      check(buffers, interval, 1, interval % 2 === 0)
    }
  })
}

test('check() refuses the data of the interval before, of the other side and of another buffer', () => {
  const buffers = make(2, 1000)
  change(buffers, 7, 0)
  for (const full of [false, true]) {
    check(buffers, 7, 0, full)
    assert.throws(() => check(buffers, 8, 0, full), /Wrong data in a message of 1000 bytes: byte 0 is/)
    assert.throws(() => check(buffers, 7, 1, full), /Wrong data/)
    assert.throws(() => check([buffers[1], buffers[0]], 7, 0, full), /Wrong data/)
  }
})

test('check() looks at the first, a middle and the last line in every interval, and at each line in some', () => {
  const [buffer] = make(1, 64 * 10)
  const finds = (line: number, interval: number): boolean => {
    change([buffer], interval, 0)
    buffer[line * 64] ^= 1
    try {
      check([buffer], interval, 0, false)
      return false
    } catch {
      return true
    }
  }
  const intervals = [...Array(10).keys()]
  for (let line = 0; line < 10; line++) {
    if ([0, 5, 9].includes(line)) assert.ok(intervals.every((interval) => finds(line, interval)))
    else assert.ok(intervals.some((interval) => finds(line, interval)))
  }
})

test('check() finds any wrong byte when it looks at all', () => {
  const [buffer] = make(1, 200)
  change([buffer], 3, 0)
  for (let index = 0; index < buffer.length; index++) {
    buffer[index] ^= 1
    assert.throws(() => check([buffer], 3, 0, true), new RegExp(`byte ${index} is`))
    buffer[index] ^= 1
  }
})

test('change() writes into every cache line and nowhere else', () => {
  const [buffer] = make(1, 64 * 5 + 1)
  change([buffer], 1, 0)
  const before = buffer.slice()
  change([buffer], 2, 0)
  const changed = [...buffer.keys()].filter((index) => buffer[index] !== before[index])
  assert.deepEqual(changed, [0, 64, 128, 192, 256, 320])
})
