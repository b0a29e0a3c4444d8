import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { addressOf, type CopyRequest, CrossmemError, copy, createRegion, type EngineName } from '../../src/index.ts'
import { pattern } from './pattern.ts'
import { randomFrom, seedOfRun } from './random.ts'

const INDEX = new URL('../../src/index.js', import.meta.url).href
const ENGINES: readonly EngineName[] = ['inline', 'threads', 'io_uring']

test('copy() is bounded at the end of either side, and by length', () => {
  const from = pattern(0, 100)
  using region = createRegion([from.subarray(0, 40), from.subarray(40)], { access: 'read' })
  for (const [request, moved] of [
    [{}, 80],
    [{ fromOffset: 30 }, 70],
    [{ toOffset: 30 }, 50],
    [{ length: 10 }, 10],
    [{ length: 1000 }, 80],
    [{ length: 0 }, 0],
    [{ fromOffset: 100 }, 0],
    [{ toOffset: 80 }, 0],
    [{ fromOffset: 39, toOffset: 79, length: 5 }, 1],
  ] as const) {
    const to = new Uint8Array(80)
    assert.equal(copy({ from: region, to, ...request }), moved, JSON.stringify(request))
    const { fromOffset = 0, toOffset = 0 } = request as { fromOffset?: number; toOffset?: number }
    const expected = new Uint8Array(80)
    expected.set(from.subarray(fromOffset, fromOffset + moved), toOffset)
    assert.deepEqual(to, expected)
  }
})

test('copy() refuses wrong arguments', async () => {
  const view = new Uint8Array(8)
  const call = (request: object) => copy({ from: view, to: view, ...request } as CopyRequest)
  for (const end of [undefined, null, 5, {}, [view]]) {
    assert.throws(() => copy({ from: end, to: view } as unknown as CopyRequest), {
      name: 'TypeError',
      code: 'ERR_COPY_END',
    })
    assert.throws(() => copy({ from: view, to: end } as unknown as CopyRequest), {
      name: 'TypeError',
      code: 'ERR_COPY_END',
    })
  }
  for (const offset of [-1, 0.5, 9, Number.NaN, 2 ** 60, '1', null]) {
    assert.throws(() => call({ fromOffset: offset }), { name: 'RangeError', code: 'ERR_OFFSET' })
    assert.throws(() => call({ toOffset: offset }), { name: 'RangeError', code: 'ERR_OFFSET' })
  }
  for (const length of [-1, 0.5, Number.NaN, '1', null]) {
    assert.throws(() => call({ length }), { name: 'RangeError', code: 'ERR_LENGTH' })
  }
  for (const engine of ['dma', '', undefined, 'toString']) {
    assert.throws(() => copy({ from: view, to: view }, { engine: engine as EngineName }), { code: 'ERR_ENGINE' })
  }
  for (const from of ['', 'cm1-nonsense']) assert.throws(() => call({ from }), { code: 'ERR_COOKIE' })
})

for (const engine of ENGINES) {
  test(`copy() by ${engine} moves between lists of this process, at any offsets`, async (context) => {
    const seed = seedOfRun()
    context.diagnostic(`SEED=${seed}`)
    const random = randomFrom(seed)
    const cut = (bytes: Uint8Array) => {
      const parts: Uint8Array[] = []
      for (let at = 0; at < bytes.length; at += parts.at(-1)!.length) {
        parts.push(bytes.subarray(at, at + random(random(3) === 0 ? 20_000 : 30)))
      }
      return parts
    }
    for (let round = 0; round < 10; round++) {
      const [source, target] = [pattern(round, 1 + random(100_000)), new Uint8Array(1 + random(100_000))]
      using from = createRegion(cut(source), { access: 'read' })
      const parts = cut(target)
      // One side by addresses, which nobody promises to be there.
      const ranges = parts.map((part) => ({ address: addressOf(part), length: part.length }))
      using to = createRegion(round % 2 === 0 ? parts : ranges, { access: 'write' })
      const [fromOffset, toOffset] = [random(source.length + 1), random(target.length + 1)]
      const moved = Math.min(source.length - fromOffset, target.length - toOffset)
      const expected = new Uint8Array(target.length)
      expected.set(source.subarray(fromOffset, fromOffset + moved), toOffset)
      const request = { from: from.cookie, to: to.cookie, fromOffset, toOffset }
      assert.equal(await copy(request, { engine }), moved)
      assert.deepEqual(target, expected)
    }
  })
}

test('copy() within one view is as if through another one, also where both overlap', () => {
  for (const [fromOffset, toOffset] of [
    [0, 100],
    [100, 0],
    [0, 1],
    [1, 0],
    [5000, 100],
  ]) {
    const bytes = pattern(0, 20_000)
    const expected = bytes.slice()
    expected.copyWithin(toOffset, fromOffset, fromOffset + 10_000)
    assert.equal(copy({ from: bytes, to: bytes, fromOffset, toOffset, length: 10_000 }), 10_000)
    assert.deepEqual(bytes, expected)
  }
})

test('copy() into a list that names the same memory twice leaves there what comes last', () => {
  const bytes = new Uint8Array(10)
  using twice = createRegion([bytes, bytes], { access: 'write' })
  assert.equal(copy({ from: pattern(0, 20), to: twice }), 20)
  assert.deepEqual(bytes, pattern(10, 10))
})

test('copy() needs the access that a region gives', () => {
  const view = new Uint8Array(8)
  using readable = createRegion(view, { access: 'read' })
  using writable = createRegion(view, { access: 'write' })
  using both = createRegion(view, { access: 'readwrite' })
  for (const end of [readable, readable.cookie]) {
    assert.throws(() => copy({ from: view, to: end }), { code: 'ERR_REGION_ACCESS', message: /into it.*'readwrite'/ })
  }
  for (const end of [writable, writable.cookie]) {
    assert.throws(() => copy({ from: end, to: view }), { code: 'ERR_REGION_ACCESS', message: /out of it.*'readwrite'/ })
  }
  assert.equal(copy({ from: readable, to: writable.cookie }), 8)
  assert.equal(copy({ from: both, to: both.cookie }), 8)
})

test('copy() by its engines gives jobs that tell what they have come to', async () => {
  const from = pattern(0, 3_000_000)
  for (const engine of ENGINES) {
    const to = new Uint8Array(from.length)
    const job = copy({ from, to }, { engine })
    assert.equal(job.length, from.length)
    assert.ok(job.statusWord.buffer instanceof SharedArrayBuffer)
    // Without the event loop ever turning.
    while (job.status === 'pending') assert.equal(job.error, undefined)
    assert.equal(job.status, 'succeeded')
    assert.equal(Atomics.load(job.statusWord, 0), 1)
    assert.equal(job.transferred, from.length)
    assert.deepEqual(to, from)
    assert.equal(await job, from.length)
    assert.equal(await job, from.length)
  }
})

test('copy() by its engines gives many jobs at once', async () => {
  const from = pattern(0, 1_000_000)
  for (const engine of ENGINES) {
    const targets = Array.from({ length: 100 }, () => new Uint8Array(from.length))
    const jobs = targets.map((to, index) => copy({ from, to, fromOffset: index }, { engine }))
    assert.deepEqual(
      await Promise.all(jobs),
      targets.map((_, index) => from.length - index),
    )
    for (const [index, to] of targets.entries()) {
      assert.equal(Buffer.compare(to.subarray(0, from.length - index), from.subarray(index)), 0)
    }
  }
})

test('copy() with a signal that was given already moves nothing, and uses nothing', async () => {
  for (const engine of ENGINES) {
    using region = createRegion(pattern(1, 100), { access: 'read', singleUse: true })
    const to = new Uint8Array(100)
    const job = copy({ from: region, to }, { engine, signal: AbortSignal.abort() })
    assert.equal(job.status, 'failed')
    await assert.rejects(async () => await job, { name: 'AbortError' })
    assert.equal((job.error as Error).name, 'AbortError')
    assert.deepEqual(to, new Uint8Array(100))
    assert.equal(region.state, 'alive')
  }
})

test('copy() ends at a signal, whenever it comes, and then touches nothing any more', async () => {
  const from = new Uint8Array(64 * 1024 * 1024).fill(1)
  const to = new Uint8Array(from.length)
  const twos = new Uint8Array(from.length).fill(2)
  for (const engine of ['threads', 'io_uring'] as const) {
    let ended = 0
    for (let turns = 0; turns < 12; turns++) {
      to.fill(0)
      const controller = new AbortController()
      const reason = new CrossmemError('ENOUGH', 'enough')
      const job = copy({ from, to }, { engine, signal: controller.signal })
      for (let turn = 0; turn < turns * turns; turn++) await new Promise(setImmediate)
      controller.abort(reason)
      controller.abort()
      let moved = 0
      try {
        moved = await job
        assert.equal(job.status, 'succeeded')
        assert.equal(moved, from.length)
      } catch (error) {
        assert.equal(error, reason)
        assert.equal(job.status, 'failed')
        moved = job.transferred
        ended += 1
      }
      assert.equal(Buffer.compare(to.subarray(0, moved), from.subarray(0, moved)), 0)
      to.fill(2)
      await new Promise(setImmediate)
      assert.equal(Buffer.compare(to, twos), 0)
    }
    assert.ok(ended > 0, engine)
  }
})

test('a signal after the end of a copy changes nothing', async () => {
  for (const engine of ENGINES) {
    const controller = new AbortController()
    const job = copy({ from: pattern(0, 10), to: new Uint8Array(10) }, { engine, signal: controller.signal })
    assert.equal(await job, 10)
    controller.abort()
    assert.equal(job.status, 'succeeded')
    assert.equal(await job, 10)
  }
})

test('copy() by its engines lets the process end when nothing is left to do', () => {
  const program = `
    const { copy } = await import(${JSON.stringify(INDEX)})
    for (const engine of ['threads', 'io_uring']) {
      for (const length of [10, 10_000_000]) {
        console.log(await copy({ from: new Uint8Array(length), to: new Uint8Array(length) }, { engine }))
      }
    }`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    timeout: 20_000,
  })
  assert.equal(stdout, '10\n10000000\n10\n10000000\n', stderr)
})

for (const engine of ['threads', 'io_uring'] as const) {
  test(`a process may end while a copy by ${engine} goes on`, () => {
    const program = `
      const { copy } = await import(${JSON.stringify(INDEX)})
      const [from, to] = [new Uint8Array(2 ** 28).fill(1), new Uint8Array(2 ** 28)]
      copy({ from, to }, { engine: '${engine}' })
      setImmediate(() => process.exit(7))`
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      encoding: 'utf8',
      timeout: 20_000,
    })
    assert.equal(status, 7, stderr)
  })
}
