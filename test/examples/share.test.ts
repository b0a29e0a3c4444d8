import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shareStart } from '../../examples/share.ts'

test('shareStart() cuts into consecutive parts whose sizes differ by at most one', () => {
  for (const [total, parts] of [
    [10, 3],
    [2, 5],
    [0, 4],
    [2 ** 25, 7],
    [99_000_001, 64],
  ]) {
    const starts = Array.from({ length: parts + 1 }, (_, part) => shareStart(total, part, parts))
    const sizes = starts.slice(1).map((start, part) => start - starts[part])
    assert.equal(starts[0], 0)
    assert.equal(starts[parts], total)
    assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1, `sizes ${sizes}`)
  }
})

test('shareStart() rounds down where a share would begin between two things', () => {
  assert.deepEqual(
    [0, 1, 2, 3].map((part) => shareStart(10, part, 3)),
    [0, 3, 6, 10],
  )
})
