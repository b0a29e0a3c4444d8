import assert from 'node:assert/strict'
import { closeSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { addressOf, copy, createRegion, type EngineName, SharedMemory, Vmfd, vmfd } from '../../src/index.ts'
import { PAGE } from '../../src/os/mapping.ts'
import { createSocketPair } from '../../src/os/socket-pair.ts'
import { held, leaked } from './held.ts'
import { startRegionOwner } from './start-region-owner.ts'
import { FUSE_REFUSED } from './vmfd/fuse-refused.ts'

/** `npm run stress:leaks` has all of them go 10,000 rounds. */
function rounds(usual: number): number {
  return Number(process.env.CROSSMEM_LEAK_ROUNDS ?? usual)
}

test('createRegion() and destroy() leave nothing behind', () => {
  const view = new Uint8Array(8)
  const round = () => createRegion([view, view], { access: 'read' }).destroy()
  round()
  const before = held()
  for (let count = rounds(10_000); count > 0; count--) round()
  assert.deepEqual(leaked(before), {})
})

for (const engine of ['inline', 'threads', 'io_uring'] as const satisfies EngineName[]) {
  test(`copy() by ${engine} leaves nothing behind, whatever comes of it`, async () => {
    await using owner = await startRegionOwner('ww.')
    const whole = await owner.region('readwrite')
    const destroyed = await owner.region('readwrite')
    await owner.ask({ do: 'destroy', cookie: destroyed })
    const view = new Uint8Array(3 * PAGE)
    const codes: unknown[] = []
    const round = async () => {
      assert.equal(await copy({ from: whole, to: view }, { engine }), 2 * PAGE)
      assert.equal(await copy({ from: view, to: whole }, { engine }), 2 * PAGE)
      assert.equal(await copy({ from: whole, to: whole, toOffset: 100 }, { engine }), 2 * PAGE - 100)
      for (const ends of [
        { from: destroyed, to: view },
        { from: whole, to: view, fromOffset: 2 * PAGE },
      ]) {
        await Promise.resolve(ends)
          .then((request) => copy(request, { engine }))
          .catch(({ code }) => codes.push(code))
      }
      const controller = new AbortController()
      const job = copy({ from: whole, to: view }, { engine, signal: controller.signal })
      controller.abort()
      await job.then(undefined, () => undefined)
    }
    await round()
    const before = held()
    const count = rounds(1000)
    for (let done = 0; done < count; done++) await round()
    assert.deepEqual(leaked(before), {})
    assert.deepEqual([...new Set(codes)], ['ERR_REGION_DESTROYED', 'EFAULT'])
    assert.equal(codes.length, 2 * (count + 1))
  })
}

test('windows leave nothing behind, also those that are not to be had', () => {
  using shared = SharedMemory.create(100_000)
  const ordinary = new Uint8Array(100_000)
  const view = new Uint8Array(100)
  const round = (): void => {
    for (const bytes of [shared.bytes, ordinary]) {
      using window = vmfd(process.pid, addressOf(bytes), bytes.length)
      assert.equal(window.pread(view, 1000), 100)
    }
    assert.throws(() => vmfd(process.pid, addressOf(ordinary), 100, { backing: 'memfd' }))
  }
  round()
  const before = held()
  for (let count = rounds(5000); count > 0; count--) round()
  assert.deepEqual(leaked(before), {})
})

test('windows that are passed on leave nothing behind', async () => {
  const bytes = new Uint8Array(1000)
  using sent = vmfd(process.pid, addressOf(bytes), bytes.length)
  const [here, there] = createSocketPair()
  const round = async () => {
    const [received] = await Promise.all([Vmfd.receiveFrom(there), sent.sendTo(here)])
    received.close()
  }
  await round()
  const before = held()
  for (let count = rounds(1000); count > 0; count--) await round()
  assert.deepEqual(leaked(before), {})
  for (const fd of [here, there]) closeSync(fd)
})

test('file servers leave nothing behind', { skip: FUSE_REFUSED }, async () => {
  const memory = new Uint8Array(1000)
  const round = (): void => {
    using window = vmfd(process.pid, addressOf(memory), 1000, { backing: 'fuse' })
    assert.equal(window.pread(new Uint8Array(2000)), 1000)
  }
  round()
  await delay(0)
  const before = held()
  for (let count = rounds(200); count > 0; count--) {
    round()
    // The thread ends when the event loop turns.
    if (count % 20 === 0) await delay(0)
  }
  while (Object.keys(leaked(before)).length > 0) await delay(5)
})
