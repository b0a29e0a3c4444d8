import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Cursor, Segments, setSegment } from '../../src/attach/segments.ts'
import { entries, REMOTE } from '../../src/os/process-vm.ts'

function segments(...list: [number | bigint, number][]): Segments {
  return Segments.allocate(list.length, (words) => {
    for (const [index, [address, length]] of list.entries()) setSegment(words, index, address, length)
  })
}

/** What was listed for the next call: addresses and lengths. */
function listed(remote: boolean, ranges: number): [bigint, bigint][] {
  const words = new BigUint64Array(entries().buffer, (remote ? REMOTE : 0) * 4)
  return Array.from({ length: ranges }, (_, index) => [words[2 * index], words[2 * index + 1]])
}

test('Segments count their bytes, and know each address and length', () => {
  const list = segments([0x1000, 5], [2n ** 47n - 4096n, 2 ** 33], [7, 0])
  assert.equal(list.count, 3)
  assert.equal(list.byteLength, 5 + 2 ** 33)
  assert.equal(list.addressAt(1), 2 ** 47 - 4096)
  assert.equal(list.lengthAt(1), 2 ** 33)
  assert.ok(list.address > 0)
})

test('Cursor passes over empty segments, also at the beginning', () => {
  const cursor = new Cursor(segments([1, 0], [2, 0], [100, 10], [3, 0], [200, 5]))
  assert.equal(cursor.address, 100)
  assert.equal(cursor.run, 10)
  cursor.advance(10)
  assert.equal(cursor.address, 200)
  cursor.advance(3)
  assert.deepEqual([cursor.address, cursor.run, cursor.position], [203, 2, 13])
  cursor.advance(2)
  assert.equal(cursor.run, 0)
})

test('Cursor lists at most so many bytes, from where it stands', () => {
  const cursor = new Cursor(segments([0x1000, 10], [0x2000, 10], [0x3000, 10]), 4)
  for (const remote of [false, true]) {
    assert.deepEqual({ ...cursor.list(remote, 12) }, { ranges: 2, bytes: 12 })
    assert.deepEqual(listed(remote, 2), [
      [0x1004n, 6n],
      [0x2000n, 6n],
    ])
  }
  assert.deepEqual({ ...cursor.list(true, 1000) }, { ranges: 3, bytes: 26 })
})

test('Cursor lists no more ranges than a call takes', () => {
  const many = segments(...Array.from({ length: 3000 }, (_, index): [number, number] => [index * 16, 8]))
  assert.deepEqual({ ...new Cursor(many).list(false, 1e9) }, { ranges: 1024, bytes: 8192 })
})

test('Cursor adds offsets across 2^32, and knows any address of 64 bits', () => {
  const cursor = new Cursor(segments([0xffff_f000, 0x2000], [2n ** 64n - 16n, 16]), 0x1800)
  cursor.list(true, 1e9)
  assert.deepEqual(listed(true, 2), [
    [0x1_0000_0800n, 0x800n],
    [2n ** 64n - 16n, 16n],
  ])
})
