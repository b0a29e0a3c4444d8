import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf, attach, type Bytes, type RemoteRange } from '../../src/index.ts'
import { bufferAt } from '../../src/os/address.ts'
import { mapShared, unmapToReserved } from '../../src/os/mapping.ts'
import { createMemfd } from '../../src/os/memfd.ts'
import { pattern } from './pattern.ts'
import { randomFrom, seedOfRun } from './random.ts'
import { startTarget } from './start-target.ts'

const PAGE = 4096
const MANY = 5000
const UNTOUCHED = 0xee

/** Where ranges lie in the target's pages. */
interface Place {
  offset: number
  length: number
}

function rangesAt(address: bigint, places: readonly Place[]): RemoteRange[] {
  return places.map(({ offset, length }) => ({ address: address + BigInt(offset), length }))
}

function sum(lengths: readonly number[]): number {
  return lengths.reduce((total, length) => total + length, 0)
}

/** Cuts a buffer in views of these lengths. */
function cut(buffer: ArrayBuffer, lengths: readonly number[]): Uint8Array[] {
  let offset = 0
  return lengths.map((length) => {
    offset += length
    return new Uint8Array(buffer, offset - length, length)
  })
}

test('readv() and writev() walk both lists independently', async () => {
  await using child = await startTarget('ww')
  using target = attach(child.pid)
  const into = new Uint8Array(60).fill(UNTOUCHED)
  const places = [
    { offset: 5000, length: 1 },
    { offset: 10, length: 40 },
    { offset: 4000, length: 200 },
  ]
  const moved = target.readv(cut(into.buffer, [7, 3, 50]), rangesAt(child.address, places))
  assert.equal(moved, 60)
  assert.deepEqual([...into], [...pattern(5000, 1), ...pattern(10, 40), ...pattern(4000, 19)])

  const written = target.writev(
    [Uint16Array.of(0x0102, 0x0304), new DataView(new ArrayBuffer(3))],
    rangesAt(child.address, places),
  )
  assert.equal(written, 7)
  const expected = pattern(0, 2 * PAGE)
  expected[5000] = 2
  expected.set([1, 4, 3, 0, 0, 0], 10)
  assert.deepEqual(await child.look(0, 2 * PAGE), expected)
})

test('readv() moves what the shorter list holds', async () => {
  await using child = await startTarget('w')
  using target = attach(child.pid)
  const ranges = rangesAt(child.address, [{ offset: 0, length: 100 }])
  assert.equal(target.readv([new Uint8Array(64)], ranges), 64)
  assert.equal(target.readv([new Uint8Array(164)], ranges), 100)
  assert.equal(target.readv([], ranges), 0)
  assert.equal(target.readv([new Uint8Array(64)], []), 0)
})

test('readv() and writev() pass over empty views and ranges, wherever these lie', async () => {
  await using child = await startTarget('w')
  using target = attach(child.pid)
  const nothing = { address: 0n, length: 0 }
  const ranges = rangesAt(child.address, [
    { offset: 0, length: 3 },
    { offset: 9, length: 3 },
  ])
  const into = new Uint8Array(6)
  const views = [new Uint8Array(0), into.subarray(0, 2), new ArrayBuffer(0), into.subarray(2), new Uint8Array(0)]
  const spread = [nothing, ranges[0], nothing, { address: 0xffff_ffff_ffff_ffffn, length: 0 }, ranges[1], nothing]
  assert.equal(target.readv(views, spread), 6)
  assert.deepEqual([...into], [...pattern(0, 3), ...pattern(9, 3)])
  assert.equal(target.writev(views, spread), 6)
  assert.equal(target.readv([new Uint8Array(0)], spread), 0)
  assert.equal(target.readv(views, [nothing]), 0)
})

for (const [letter, write] of [
  ['.', false],
  ['-', false],
  ['o', false],
  ['.', true],
  ['-', true],
  ['r', true],
] as const) {
  test(`${write ? 'writev' : 'readv'}() ends at a page of kind ${letter} at any place of the list`, async () => {
    await using child = await startTarget(`www${letter}ww`)
    using target = attach(child.pid)
    const good = [0, 1, 2, 4, 5]
    for (let position = 0; position <= good.length; position++) {
      // Half pages, so that the bad one begins in the middle of a view.
      const places = good.map((page) => ({ offset: page * PAGE + 100, length: PAGE / 2 }))
      places.splice(position, 0, { offset: 3 * PAGE + 100, length: PAGE / 2 })
      const into = new Uint8Array((places.length * PAGE) / 2).fill(UNTOUCHED)
      const views = cut(into.buffer, [1000, 1000, PAGE, into.length - PAGE - 2000])
      const ranges = rangesAt(child.address, places)
      const expected = (position * PAGE) / 2
      if (write) {
        const before = await child.look(0, 3 * PAGE)
        const tag = 0x10 + position
        into.fill(tag)
        if (position === 0) assert.throws(() => target.writev(views, ranges), { code: 'EFAULT', transferred: 0 })
        else assert.equal(target.writev(views, ranges), expected)
        for (const [index, page] of [0, 1, 2].entries()) {
          if (index < position) before.fill(tag, page * PAGE + 100, page * PAGE + 100 + PAGE / 2)
        }
        assert.deepEqual(await child.look(0, 3 * PAGE), before)
      } else {
        if (position === 0) assert.throws(() => target.readv(views, ranges), { code: 'EFAULT', transferred: 0 })
        else assert.equal(target.readv(views, ranges), expected)
        const read = places.slice(0, position).flatMap(({ offset, length }) => [...pattern(offset, length)])
        assert.deepEqual([...into.subarray(0, expected)], read)
        assert.ok(into.subarray(expected).every((byte) => byte === UNTOUCHED))
      }
    }
  })
}

test('readv() ends at a hole inside one range, at the border of the page', async () => {
  await using child = await startTarget('www.w')
  using target = attach(child.pid)
  const into = new Uint8Array(5 * PAGE).fill(UNTOUCHED)
  const [range] = rangesAt(child.address, [{ offset: 50, length: 4 * PAGE }])
  assert.equal(target.readv([into], [range]), 3 * PAGE - 50)
  assert.deepEqual(into.subarray(0, 3 * PAGE - 50), pattern(50, 3 * PAGE - 50))
  assert.ok(into.subarray(3 * PAGE - 50).every((byte) => byte === UNTOUCHED))
})

test('readv() ends where the own memory cannot be accessed', async () => {
  await using child = await startTarget('www')
  using target = attach(child.pid)
  const address = mapShared(createMemfd('local', 3 * PAGE), 0, 3 * PAGE)
  unmapToReserved(address + PAGE, PAGE)
  const page = (index: number) => new Uint8Array(bufferAt(address + index * PAGE, PAGE))
  const ranges = rangesAt(child.address, [{ offset: 0, length: 3 * PAGE }])
  assert.equal(target.readv([page(0), page(1), page(2)], ranges), PAGE)
  assert.deepEqual(page(0), pattern(0, PAGE))
  assert.throws(() => target.readv([page(1), page(2)], ranges), {
    code: 'EFAULT',
    message: /this process's own buffer: at 0x/,
  })
})

test('readv() says in its error what was tried first', async () => {
  await using child = await startTarget('w.')
  using target = attach(child.pid)
  const ranges = [
    { address: 0n, length: 0 },
    { address: child.address + BigInt(PAGE), length: 10 },
    { address: child.address, length: 20 },
  ]
  assert.throws(() => target.readv([new Uint8Array(5), new Uint8Array(100)], ranges), {
    name: 'AttachError',
    code: 'EFAULT',
    syscall: 'process_vm_readv',
    address: child.address + BigInt(PAGE),
    length: 30,
    transferred: 0,
    message: /^reading 30 bytes at 0x.* failed: EFAULT at 0x.*, nothing is mapped there\. /,
  })
})

/** Random places in pages from `begin` to `end`, and random views that hold as much. */
function randomLists(random: (limit: number) => number, begin: number, end: number) {
  const places = Array.from({ length: MANY }, () => {
    const length = random(10) === 0 ? 0 : 1 + random(random(50) === 0 ? 5000 : 300)
    return { offset: begin + random(end - begin - length), length }
  })
  const lengths: number[] = []
  for (let left = sum(places.map(({ length }) => length)); left > 0; left -= lengths.at(-1)!) {
    lengths.push(Math.min(left, random(10) === 0 ? 0 : 1 + random(random(50) === 0 ? 5000 : 300)))
  }
  return { places, lengths }
}

test('readv() moves thousands of ranges into thousands of views', async (context) => {
  const seed = seedOfRun()
  context.diagnostic(`SEED=${seed}`)
  await using child = await startTarget('w'.repeat(256))
  using target = attach(child.pid)
  const { places, lengths } = randomLists(randomFrom(seed), 0, 256 * PAGE)
  const into = new Uint8Array(sum(lengths))
  assert.ok(lengths.length > 3 * 1024)
  assert.equal(target.readv(cut(into.buffer, lengths), rangesAt(child.address, places)), into.length)
  const expected = new Uint8Array(into.length)
  let at = 0
  for (const { offset, length } of places) {
    expected.set(pattern(offset, length), at)
    at += length
  }
  assert.deepEqual(into, expected)
})

test('writev() moves thousands of views into thousands of ranges', async (context) => {
  const seed = seedOfRun()
  context.diagnostic(`SEED=${seed}`)
  await using child = await startTarget('w'.repeat(256))
  using target = attach(child.pid)
  const random = randomFrom(seed)
  const { places, lengths } = randomLists(random, 0, 256 * PAGE)
  const from = Uint8Array.from({ length: sum(lengths) }, () => random(256))
  assert.equal(target.writev(cut(from.buffer, lengths), rangesAt(child.address, places)), from.length)
  const expected = pattern(0, 256 * PAGE)
  let at = 0
  for (const { offset, length } of places) {
    expected.set(from.subarray(at, at + length), offset)
    at += length
  }
  assert.deepEqual(await child.look(0, 256 * PAGE), expected)
})

test('readv() counts exactly when a hole comes after thousands of ranges', async (context) => {
  const seed = seedOfRun()
  context.diagnostic(`SEED=${seed}`)
  await using child = await startTarget(`${'w'.repeat(64)}.`)
  using target = attach(child.pid)
  const random = randomFrom(seed)
  for (const position of [1023, 1024, 1025, 2048, 1024 + random(MANY - 1024)]) {
    const { places, lengths } = randomLists(random, 0, 64 * PAGE)
    // The range begins 20 bytes before the hole.
    places.splice(position, 0, { offset: 64 * PAGE - 20, length: 100 })
    const into = new Uint8Array(sum(lengths) + 100).fill(UNTOUCHED)
    const moved = target.readv(cut(into.buffer, [...lengths, 100]), rangesAt(child.address, places))
    const read = places.slice(0, position).flatMap(({ offset, length }) => [...pattern(offset, length)])
    assert.equal(moved, read.length + 20)
    assert.deepEqual([...into.subarray(0, moved)], [...read, ...pattern(64 * PAGE - 20, 20)])
    assert.ok(into.subarray(moved).every((byte) => byte === UNTOUCHED))
  }
})

test('readv() and writev() give what was moved when the very next call can move nothing', async () => {
  await using child = await startTarget('w.')
  using target = attach(child.pid)
  const places = Array.from({ length: 1024 }, (_, index) => ({ offset: index, length: 1 }))
  const ranges = rangesAt(child.address, [...places, { offset: PAGE, length: 1 }])
  assert.equal(target.readv([new Uint8Array(1025)], ranges), 1024)
  assert.equal(target.writev([new Uint8Array(1025)], ranges), 1024)
})

test('readv() passes over thousands of empty views and ranges', async () => {
  await using child = await startTarget('w')
  using target = attach(child.pid)
  const into = new Uint8Array(8)
  const views = [...Array.from({ length: MANY }, () => new Uint8Array(0)), into]
  const places = [...Array.from({ length: MANY }, () => ({ offset: 0, length: 0 })), { offset: 5, length: 8 }]
  assert.equal(target.readv(views, rangesAt(child.address, places)), 8)
  assert.deepEqual(into, pattern(5, 8))
})

test('readv() and writev() of one long view against many ranges, and of many views against one', async () => {
  await using child = await startTarget('w'.repeat(16))
  using target = attach(child.pid)
  const places = Array.from({ length: 3000 }, (_, index) => ({ offset: index * 3, length: 3 }))
  const into = new Uint8Array(9000)
  assert.equal(target.readv([into], rangesAt(child.address, places)), 9000)
  assert.deepEqual(into, pattern(0, 9000))
  const views = cut(new ArrayBuffer(9000), Array(3000).fill(3))
  assert.equal(target.readv(views, rangesAt(child.address, [{ offset: 77, length: 9000 }])), 9000)
  assert.deepEqual(new Uint8Array(views[0].buffer), pattern(77, 9000))
})

test('readv() moves more than 2 GiB', () => {
  const part = 64 * 1024 * 1024
  const [from, into] = [new Uint8Array(part), new Uint8Array(part)]
  from.fill(1)
  using self = attach(process.pid)
  const ranges = Array.from({ length: 33 }, () => ({ address: addressOf(from), length: part }))
  // The views are cut at other places than the ranges, so that the limit of one call lies in the middle of both.
  const views = Array.from({ length: 33 }, () => [into.subarray(0, 5), into.subarray(5)]).flat()
  assert.equal(self.readv(views, ranges), 33 * part)
  assert.ok(into.every((byte) => byte === 1))
})

test('readv() and writev() refuse wrong lists before anything moves', () => {
  using self = attach(process.pid)
  const into = new Uint8Array(8)
  const good = { address: addressOf(Uint8Array.of(1, 2, 3, 4)), length: 4 }
  const views = (value: unknown) => value as Bytes[]
  const ranges = (value: unknown) => value as RemoteRange[]
  for (const call of [self.readv.bind(self), self.writev.bind(self)]) {
    assert.throws(() => call(views(into), [good]), { name: 'TypeError', code: 'ERR_LIST' })
    assert.throws(() => call([into], ranges(good)), { name: 'TypeError', code: 'ERR_LIST' })
    assert.throws(() => call([into], ranges(undefined)), { name: 'TypeError', code: 'ERR_LIST' })
    assert.throws(() => call([into], ranges([good, null])), { name: 'TypeError', code: 'ERR_ADDRESS' })
    assert.throws(() => call([into], ranges([good, { address: 5, length: 1 }])), {
      name: 'TypeError',
      code: 'ERR_ADDRESS',
    })
    assert.throws(() => call([into], [good, { address: -1n, length: 1 }]), { name: 'RangeError', code: 'ERR_ADDRESS' })
    assert.throws(() => call([into], [good, { address: 0n, length: -1 }]), { name: 'RangeError', code: 'ERR_LENGTH' })
    assert.throws(() => call(views([into, 5]), [good]), { name: 'TypeError', code: 'ERR_NOT_BYTES' })
  }
  assert.deepEqual(into, new Uint8Array(8))
})
