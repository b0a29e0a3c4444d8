import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { addressOf, type Bytes, copy, createRegion, type RegionOptions, type RemoteRange } from '../../src/index.ts'

const INDEX = new URL('../../src/index.js', import.meta.url).href

test('createRegion() strings views, buffers and ranges together', () => {
  const [a, b] = [Uint8Array.of(1, 2, 3), new Uint8Array(Float64Array.of(1.5).buffer)]
  for (const parts of [
    [a, new Uint8Array(0), b],
    [
      { address: addressOf(a), length: 3 },
      { address: addressOf(b), length: 8 },
    ],
    [a, { address: addressOf(b), length: 8 }] as unknown as Bytes[],
  ]) {
    using region = createRegion(parts, { access: 'read' })
    assert.equal(region.byteLength, 11)
    const into = new Uint8Array(11)
    assert.equal(copy({ from: region, to: into }), 11)
    assert.deepEqual(into, Uint8Array.of(...a, ...b))
  }
})

test('createRegion() takes one view by itself, and no bytes at all', () => {
  using one = createRegion(new Float64Array(3), { access: 'read' })
  assert.equal(one.byteLength, 24)
  using none = createRegion([], { access: 'readwrite' })
  assert.equal(none.byteLength, 0)
  assert.equal(copy({ from: none.cookie, to: new Uint8Array(10) }), 0)
  assert.equal(copy({ from: new Uint8Array(10), to: none.cookie }), 0)
})

test('createRegion() refuses wrong arguments', () => {
  const view = new Uint8Array(8)
  const call = (parts: unknown, options: unknown = { access: 'read' }) =>
    createRegion(parts as Bytes[], options as RegionOptions)
  for (const options of [undefined, null, {}, { access: 'all' }, { access: 1 }]) {
    assert.throws(() => call(view, options ?? 5), { name: 'TypeError', code: 'ERR_ACCESS' })
  }
  for (const parts of [undefined, null, 5, 'text', {}]) {
    assert.throws(() => call(parts), { name: 'TypeError', code: 'ERR_LIST' })
  }
  assert.throws(() => call([view, 5]), { name: 'TypeError', code: 'ERR_ADDRESS' })
  assert.throws(() => call([{ address: 5, length: 1 }]), { name: 'TypeError', code: 'ERR_ADDRESS' })
  assert.throws(() => call([{ address: -1n, length: 1 }]), { name: 'RangeError', code: 'ERR_ADDRESS' })
  assert.throws(() => call([{ address: 1n, length: -1 }]), { name: 'RangeError', code: 'ERR_LENGTH' })
  const huge: RemoteRange = { address: 0n, length: Number.MAX_SAFE_INTEGER }
  assert.throws(() => call([huge, huge]), { name: 'RangeError', code: 'ERR_LENGTH' })
  assert.throws(() => call(Array(2 ** 20 + 1).fill(view)), { name: 'RangeError', code: 'ERR_LIST' })
  const detached = new Uint8Array(8)
  structuredClone(detached.buffer, { transfer: [detached.buffer] })
  assert.throws(() => call(detached), { name: 'TypeError', code: 'ERR_DETACHED' })
})

test('a region is alive until it is destroyed, which may happen twice', () => {
  const region = createRegion(new Uint8Array(8), { access: 'read' })
  assert.equal(region.state, 'alive')
  region.destroy()
  assert.equal(region.state, 'destroyed')
  // The slot is another region's by now.
  using next = createRegion(new Uint8Array(8), { access: 'read' })
  assert.equal(next.slotAddress, region.slotAddress)
  region.destroy()
  region[Symbol.dispose]()
  assert.equal(next.state, 'alive')
  assert.equal(region.state, 'destroyed')
  assert.equal(copy({ from: next.cookie, to: new Uint8Array(8) }), 8)
  assert.throws(() => copy({ from: region, to: new Uint8Array(8) }), { code: 'ERR_REGION_DESTROYED' })
  assert.throws(() => copy({ from: region.cookie, to: new Uint8Array(8) }), { code: 'ERR_REGION_DESTROYED' })
})

test('a region for a single use is used by the first copy, whichever way it is named', () => {
  for (const second of ['region', 'cookie'] as const) {
    using region = createRegion(new Uint8Array(8), { access: 'readwrite', singleUse: true })
    const ends = { region, cookie: region.cookie }
    assert.throws(() => copy({ from: region, to: new Uint8Array(8), fromOffset: 9 }), { code: 'ERR_OFFSET' })
    assert.equal(region.state, 'alive')
    assert.equal(copy({ from: region, to: new Uint8Array(8) }), 8)
    assert.equal(region.state, 'used')
    assert.throws(() => copy({ from: ends[second], to: new Uint8Array(8) }), { code: 'ERR_REGION_USED' })
    assert.throws(() => copy({ from: new Uint8Array(8), to: ends[second] }), { code: 'ERR_REGION_USED' })
  }
})

test('a region keeps its buffers alive when only its cookie is held', () => {
  const program = `
    const { copy, createRegion } = await import(${JSON.stringify(INDEX)})
    const cookies = []
    for (let number = 0; number < 50; number++) {
      cookies.push(createRegion(new Uint8Array(100_000).fill(number), { access: 'read' }).cookie)
    }
    for (let round = 0; round < 5; round++) {
      await new Promise(setImmediate)
      gc()
      new Array(100).fill(0).map(() => new Uint8Array(100_000).fill(255))
    }
    const into = new Uint8Array(100_000)
    const wrong = cookies.filter((cookie, number) => copy({ from: cookie, to: into }) !== 100_000 || into.some((byte) => byte !== number))
    console.log('wrong', wrong.length)`
  const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', '--input-type=module', '--eval', program], {
    encoding: 'utf8',
  })
  assert.equal(stdout, 'wrong 0\n', stderr)
})

test('a region of another thread can be copied from, and is gone with its thread', async () => {
  const program = `
    const { parentPort } = require('node:worker_threads')
    import(${JSON.stringify(INDEX)}).then(({ createRegion }) => {
      const region = createRegion(new Uint8Array(100_000).fill(7), { access: 'read' })
      parentPort.postMessage(region.cookie)
      parentPort.on('message', () => {})
    })`
  const worker = new Worker(program, { eval: true })
  const cookie = await new Promise<string>((resolve) => worker.once('message', resolve))
  const into = new Uint8Array(100_000)
  assert.equal(copy({ from: cookie, to: into }), 100_000)
  assert.ok(into.every((byte) => byte === 7))
  await worker.terminate()
  assert.throws(() => copy({ from: cookie, to: into }), { code: 'ERR_REGION_DESTROYED' })
})

test('createRegion() takes more regions than one table has slots for', () => {
  const view = Uint8Array.of(1, 2, 3)
  const regions = Array.from({ length: 2500 }, () => createRegion(view, { access: 'read' }))
  try {
    assert.equal(new Set(regions.map(({ slotAddress }) => slotAddress)).size, 2500)
    for (const { cookie } of regions) assert.equal(copy({ from: cookie, to: new Uint8Array(3) }), 3)
  } finally {
    for (const region of regions) region.destroy()
  }
})
