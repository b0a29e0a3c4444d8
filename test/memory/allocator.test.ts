import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALIGNMENT, Allocator } from '../../src/memory/allocator.ts'
import { randomFrom, seedOfRun } from '../attach/random.ts'

/** Which granules are taken, kept apart from the allocator. */
class Bitmap {
  readonly taken: Uint8Array

  constructor(granules: number) {
    this.taken = new Uint8Array(granules)
  }

  mark(start: number, bytes: number, value: 0 | 1): void {
    const first = start / ALIGNMENT
    const end = first + granulesOf(bytes)
    assert.ok(Number.isInteger(first) && first >= 0 && end <= this.taken.length, `${start} for ${bytes} bytes`)
    for (let granule = first; granule < end; granule++) {
      assert.notEqual(this.taken[granule], value, `granule ${granule}`)
      this.taken[granule] = value
    }
  }

  get free(): number {
    return ALIGNMENT * this.taken.reduce((sum, value) => sum + 1 - value, 0)
  }

  get longestRun(): number {
    let longest = 0
    let run = 0
    for (const value of this.taken) {
      run = value === 0 ? run + 1 : 0
      longest = Math.max(longest, run)
    }
    return longest * ALIGNMENT
  }
}

function granulesOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / ALIGNMENT))
}

test('Allocator agrees with a bitmap over random allocations and releases', (t) => {
  const seed = seedOfRun()
  t.diagnostic(`SEED=${seed}`)
  const random = randomFrom(seed)
  const granules = 1000
  for (const longest of [100, 2000, 30_000]) {
    const allocator = new Allocator(0, granules * ALIGNMENT)
    const bitmap = new Bitmap(granules)
    const blocks: { start: number; bytes: number }[] = []
    let refusals = 0
    for (let step = 0; step < 6000; step++) {
      // Phases of growth and of decline, so that it is full at times and empty at others.
      const growing = (step >>> 10) % 2 === 0 ? 90 : 30
      if (random(100) < growing) {
        const bytes = random(longest)
        const start = allocator.allocate(bytes)
        if (start < 0) {
          refusals++
          assert.ok(bitmap.longestRun < granulesOf(bytes) * ALIGNMENT, `${bytes} bytes were refused, seed ${seed}`)
        } else {
          bitmap.mark(start, bytes, 1)
          blocks.push({ start, bytes })
        }
      } else if (blocks.length > 0) {
        const [{ start, bytes }] = blocks.splice(random(blocks.length), 1)
        allocator.release(start, bytes)
        bitmap.mark(start, bytes, 0)
      }
      if (step % 50 === 0) {
        assert.equal(allocator.free, bitmap.free, `seed ${seed}`)
        assert.equal(allocator.largestFree, bitmap.longestRun, `seed ${seed}`)
      }
    }
    assert.ok(refusals > 0, 'it was full at times')
    for (const { start, bytes } of blocks) allocator.release(start, bytes)
    assert.equal(allocator.largestFree, granules * ALIGNMENT)
  }
})

test('Allocator joins what is released with its free neighbours, in whatever order', () => {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ]
  for (const order of orders) {
    const allocator = new Allocator(0, 4 * 128)
    const starts = [0, 1, 2, 3].map(() => allocator.allocate(128))
    assert.equal(allocator.largestFree, 0)
    for (const index of order) allocator.release(starts[index], 128)
    assert.equal(allocator.largestFree, 3 * 128, String(order))
    assert.equal(allocator.allocate(3 * 128), starts[0], String(order))
  }
})

test('Allocator gives blocks that begin at multiples of 64 within its range, an empty one too', () => {
  const allocator = new Allocator(4096, 8192)
  const starts = [0, 1, 63, 64, 65, 100].map((bytes) => allocator.allocate(bytes))
  for (const start of starts) assert.ok(start % 64 === 0 && start >= 4096 && start < 8192, String(start))
  assert.equal(new Set(starts).size, starts.length)
  assert.equal(allocator.free, 4096 - (4 * 64 + 2 * 128))
})

test('Allocator gives -1 when nothing fits, and all of its range when nothing is taken', () => {
  const allocator = new Allocator(0, 1024)
  assert.equal(allocator.allocate(1025), -1)
  assert.equal(allocator.allocate(1024), 0)
  assert.equal(allocator.allocate(0), -1)
  allocator.release(0, 1024)
  for (const bytes of [2 ** 40, 2 ** 60, Number.POSITIVE_INFINITY]) assert.equal(allocator.allocate(bytes), -1)
  assert.equal(allocator.allocate(1024), 0)
  assert.equal(new Allocator(64, 64).allocate(1), -1)
})

test('Allocator finds the one block that fits behind many of its class that are too short', () => {
  const allocator = new Allocator(0, 2 ** 20)
  const sizes = [448, ...new Array<number>(100).fill(256)]
  const blocks = sizes.map((bytes) => {
    const start = allocator.allocate(bytes)
    allocator.allocate(64)
    return { start, bytes }
  })
  allocator.allocate(allocator.largestFree)
  for (const { start, bytes } of blocks) allocator.release(start, bytes)
  assert.equal(allocator.allocate(448), blocks[0].start)
  assert.equal(allocator.allocate(448), -1)
})

test('Allocator.touched is the end of the highest block that there ever was', () => {
  const allocator = new Allocator(64, 4096)
  assert.equal(allocator.touched, 64)
  const first = allocator.allocate(1000)
  assert.equal(allocator.touched, first + 1024)
  allocator.release(first, 1000)
  allocator.allocate(10)
  assert.equal(allocator.touched, first + 1024)
})
