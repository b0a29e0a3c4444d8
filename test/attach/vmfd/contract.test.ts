import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { test } from 'node:test'
import { type BackingKind, type Bytes, type Vmfd, vmfd } from '../../../src/index.ts'
import { pattern } from '../pattern.ts'
import { randomFrom, seedOfRun } from '../random.ts'
import { type StartedTarget, startTarget } from '../start-target.ts'
import { FUSE_REFUSED } from './fuse-refused.ts'

const PAGE = 4096
/** Where the windows of these tests begin and end in the target's three pages: not at page borders. */
const BEGIN = 100
const LENGTH = 2 * PAGE + 555

/** What every window does, whatever it stands on. */
const KINDS: readonly [BackingKind, string | false][] = [
  ['memfd', false],
  ['mem', false],
  ['fuse', FUSE_REFUSED],
]

async function withWindow(
  backing: BackingKind,
  check: (window: Vmfd, child: StartedTarget) => void | Promise<void>,
): Promise<void> {
  await using child = await startTarget('www')
  using window = vmfd(child.pid, child.address + BigInt(BEGIN), LENGTH, { backing, access: 'readwrite' })
  await check(window, child)
}

for (const [backing, skip] of KINDS) {
  const of = `of a ${backing} window`

  test(`vmfd() tells what it made, ${of}`, { skip }, () =>
    withWindow(backing, (window, child) => {
      assert.equal(window.backing, backing)
      assert.equal(window.pid, child.pid)
      assert.equal(window.start, child.address + BigInt(BEGIN))
      assert.equal(window.byteLength, LENGTH)
      assert.equal(window.access, 'readwrite')
      assert.ok(window.fd > 2)
    }),
  )

  test(`pread() and preadv() read from an offset, and end where the window ends, ${of}`, { skip }, () =>
    withWindow(backing, async (window) => {
      for (const [offset, length] of [
        [0, 1],
        [1, PAGE],
        [PAGE - BEGIN - 1, 2],
        [0, LENGTH],
        [5, LENGTH],
        [LENGTH - 1, 100],
        [LENGTH, 1],
        [LENGTH + 12345, 1],
        [2 ** 31, 5],
        [2 ** 32 + 7, 5],
      ]) {
        const count = Math.max(0, Math.min(length, LENGTH - offset))
        const expected = new Uint8Array(length).fill(0xee)
        expected.set(pattern(BEGIN + offset, count))
        for (const read of [
          (view: Bytes) => window.pread(view, offset),
          (view: Bytes) => window.preadv([view], offset),
          (view: Bytes) => window.promises.pread(view, offset),
          (view: Bytes) => window.promises.preadv([view], offset),
        ]) {
          const view = new Uint8Array(length).fill(0xee)
          assert.equal(await read(view), count, `${length} bytes at ${offset}`)
          assert.deepEqual(view, expected)
        }
      }
    }),
  )

  test(`preadv() fills every kind of view, one after the other, ${of}`, { skip }, () =>
    withWindow(backing, async (window) => {
      for (const read of [window.preadv.bind(window), window.promises.preadv]) {
        const around = new Uint8Array(64).fill(0xee)
        const views = [new Float64Array(around.buffer, 8, 2), new Uint8Array(0), new DataView(around.buffer, 32, 3)]
        const shared = new SharedArrayBuffer(20)
        assert.equal(await read([...views, shared, new ArrayBuffer(0)], 7), 39)
        const expected = new Uint8Array(64).fill(0xee)
        expected.set(pattern(BEGIN + 7, 16), 8)
        expected.set(pattern(BEGIN + 23, 3), 32)
        assert.deepEqual(around, expected)
        assert.deepEqual(new Uint8Array(shared), Uint8Array.from(pattern(BEGIN + 26, 20)))
      }
    }),
  )

  test(`preadv() and pwritev() take lists that are longer than the kernel's, ${of}`, { skip }, () =>
    withWindow(backing, async (window, child) => {
      const views = Array.from({ length: 3000 }, () => new Uint8Array(3))
      assert.equal(window.preadv(views), LENGTH)
      assert.deepEqual(Buffer.concat(views).subarray(0, LENGTH), Buffer.from(pattern(BEGIN, LENGTH)))
      for (const view of views) view.fill(7)
      assert.equal(window.pwritev(views), LENGTH)
      const expected = pattern(0, 3 * PAGE)
      expected.fill(7, BEGIN, BEGIN + LENGTH)
      assert.deepEqual(await child.look(0, 3 * PAGE), expected)
    }),
  )

  test(`pwrite() and pwritev() change exactly those bytes, and end where the window ends, ${of}`, { skip }, () =>
    withWindow(backing, async (window, child) => {
      const expected = pattern(0, 3 * PAGE)
      const writes: ((view: Bytes, offset: number) => number | Promise<number>)[] = [
        (view, offset) => window.pwrite(view, offset),
        (view, offset) => window.pwritev([view], offset),
        (view, offset) => window.promises.pwrite(view, offset),
        (view, offset) => window.promises.pwritev([view], offset),
      ]
      for (const [index, write] of writes.entries()) {
        for (const [offset, length] of [
          [3, 5],
          [PAGE - BEGIN - 2, 4],
          [LENGTH - 2, 100],
        ]) {
          const count = Math.min(length, LENGTH - offset)
          assert.equal(await write(new Uint8Array(length).fill(index + 1), offset), count)
          expected.fill(index + 1, BEGIN + offset, BEGIN + offset + count)
          assert.deepEqual(await child.look(0, 3 * PAGE), expected)
        }
        const full = { code: 'ENOSPC', errno: constants.errno.ENOSPC, message: /a window of 8747 bytes/ }
        await assert.rejects(async () => write(new Uint8Array(1), LENGTH), full)
        assert.equal(await write(new Uint8Array(0), LENGTH), 0)
      }
      assert.deepEqual(await child.look(0, 3 * PAGE), expected)
    }),
  )

  test(`a window to be read only refuses writes, ${of}`, { skip }, async () => {
    await using child = await startTarget('w')
    using window = vmfd(child.pid, child.address, PAGE, { backing })
    assert.equal(window.access, 'read')
    const refused = { name: 'CrossmemError', code: 'ERR_READ_ONLY' }
    assert.throws(() => window.pwrite(new Uint8Array(1)), refused)
    assert.throws(() => window.pwritev([new Uint8Array(1)]), refused)
    assert.throws(() => window.createWriteStream(), refused)
    await assert.rejects(window.promises.pwrite(new Uint8Array(1)), refused)
    await assert.rejects(window.promises.pwritev([new Uint8Array(1)]), refused)
    assert.deepEqual(await child.look(0, PAGE), pattern(0, PAGE))
  })

  test(`the descriptor is a real one, that node:fs and other programs read at base, ${of}`, { skip }, () =>
    withWindow(backing, async (window) => {
      const dd = ['dd', 'bs=1', 'count=50', `skip=${window.base + 10}`, 'iflag=skip_bytes,count_bytes', 'status=none']
      const { stdout, stderr } = spawnSync(dd[0], dd.slice(1), { stdio: [window.fd, 'pipe', 'pipe'] })
      assert.equal(stderr.toString(), '')
      assert.deepEqual(stdout, Buffer.from(pattern(BEGIN + 10, 50)))
    }),
  )

  test(`createReadStream() gives the bytes between two offsets, ${of}`, { skip }, () =>
    withWindow(backing, async (window) => {
      for (const [start, end] of [
        [0, LENGTH],
        [5, 5000],
        [100, 100],
        [LENGTH, LENGTH],
        [10, LENGTH + 99],
      ]) {
        for (const highWaterMark of [undefined, 1000]) {
          const chunks: Buffer[] = []
          const options = { start, end, ...(highWaterMark && { highWaterMark }) }
          for await (const chunk of window.createReadStream(options)) chunks.push(chunk as Buffer)
          const stop = Math.min(end, LENGTH)
          assert.deepEqual(Buffer.concat(chunks), Buffer.from(pattern(BEGIN + start, stop - start)))
        }
      }
    }),
  )

  test(`createWriteStream() writes from an offset on, and fails with ENOSPC behind the end, ${of}`, { skip }, () =>
    withWindow(backing, async (window, child) => {
      const chunks = (count: number) => Array.from({ length: count }, (_, index) => Buffer.alloc(1000, index + 1))
      await pipeline(Readable.from(chunks(3)), window.createWriteStream({ start: 50 }))
      const expected = pattern(0, 3 * PAGE)
      for (let index = 0; index < 3; index++)
        expected.fill(index + 1, BEGIN + 50 + index * 1000, BEGIN + 1050 + index * 1000)
      assert.deepEqual(await child.look(0, 3 * PAGE), expected)
      await assert.rejects(pipeline(Readable.from(chunks(9)), window.createWriteStream()), { code: 'ENOSPC' })
    }),
  )

  test(`a window that was closed says so, and finishes what is under way, ${of}`, { skip }, () =>
    withWindow(backing, async (window) => {
      const view = new Uint8Array(LENGTH)
      const under = window.promises.pread(view)
      window.close()
      window.close()
      // A file that was taken back may have answered before or not.
      const outcome = await under.catch(({ code }) => code)
      assert.ok(outcome === LENGTH || backing === 'fuse', String(outcome))
      const closed = { code: 'ERR_CLOSED' }
      assert.throws(() => window.fd, closed)
      assert.throws(() => window.pread(view), closed)
      assert.throws(() => window.pwrite(view), closed)
      assert.throws(() => window.mmap(), closed)
      assert.throws(() => window.createReadStream(), closed)
      await assert.rejects(window.sendTo(1), closed)
      await assert.rejects(window.promises.pread(view), closed)
    }),
  )

  test(`transfers refuse what means nothing, ${of}`, { skip }, () =>
    withWindow(backing, (window) => {
      for (const offset of [-1, 0.5, Number.NaN, 2 ** 53, '5' as unknown as number]) {
        assert.throws(() => window.pread(new Uint8Array(1), offset), { name: 'RangeError', code: 'ERR_WINDOW_OFFSET' })
        assert.throws(() => window.createReadStream({ start: offset }), { code: 'ERR_WINDOW_OFFSET' })
      }
      assert.throws(() => window.pread([] as unknown as Bytes), { code: 'ERR_NOT_BYTES' })
      assert.throws(() => window.preadv(new Uint8Array(3) as unknown as Bytes[]), { code: 'ERR_LIST' })
      assert.throws(() => window.preadv([5 as unknown as Bytes]), { code: 'ERR_NOT_BYTES' })
    }),
  )

  test(`random transfers move what they would in an array, ${of}`, { skip }, () =>
    withWindow(backing, async (window, child) => {
      const seed = seedOfRun()
      const below = randomFrom(seed)
      const model = pattern(0, 3 * PAGE)
      for (let round = 0; round < 300; round++) {
        const offset = below(LENGTH)
        const views = Array.from({ length: below(4) + 1 }, () => new Uint8Array(below(PAGE)).fill(below(256)))
        const total = views.reduce((sum, { length }) => sum + length, 0)
        const count = Math.min(total, LENGTH - offset)
        const there = BEGIN + offset
        if (below(2) === 0) {
          assert.equal(window.preadv(views, offset), count, `seed ${seed}`)
          assert.deepEqual(
            Buffer.concat(views).subarray(0, count),
            Buffer.from(model.subarray(there, there + count)),
            `seed ${seed}`,
          )
        } else {
          assert.equal(window.pwritev(views, offset), count, `seed ${seed}`)
          model.set(Buffer.concat(views).subarray(0, count), there)
        }
      }
      assert.deepEqual(await child.look(0, 3 * PAGE), model, `seed ${seed}`)
    }),
  )
}
