import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AttachError, copy, createRegion, type EngineName } from '../../src/index.ts'
import { createPrivateMemory } from '../../src/memory/wasm-memory.ts'
import { mapSharedAt, PAGE } from '../../src/os/mapping.ts'
import { createMemfd } from '../../src/os/memfd.ts'
import { pattern } from './pattern.ts'
import { randomFrom, seedOfRun } from './random.ts'
import { startRegionOwner } from './start-region-owner.ts'

const ENGINES: readonly EngineName[] = ['inline', 'threads', 'io_uring']
const UNTOUCHED = 0xee

for (const engine of ENGINES) {
  test(`copy() by ${engine} moves lists of thousands between two processes, both ways`, async (context) => {
    const seed = seedOfRun()
    context.diagnostic(`SEED=${seed}`)
    const random = randomFrom(seed)
    await using owner = await startRegionOwner('w'.repeat(64))
    const parts = Array.from({ length: 3000 }, (_, index) => ({ offset: index * 80, length: random(80) }))
    const theirs = await owner.region('readwrite', parts)
    const total = parts.reduce((sum, { length }) => sum + length, 0)
    const into = new Uint8Array(total)
    const cuts: Uint8Array[] = []
    for (let at = 0; at < total; at += cuts.at(-1)!.length) cuts.push(into.subarray(at, at + 1 + random(60)))
    using mine = createRegion(cuts, { access: 'readwrite' })
    assert.equal(await copy({ from: theirs, to: mine }, { engine }), total)
    const expected = Buffer.concat(parts.map(({ offset, length }) => pattern(offset, length)))
    assert.equal(Buffer.compare(into, expected), 0)

    for (let at = 0; at < total; at++) into[at] = random(256)
    const [fromOffset, toOffset] = [random(1000), random(1000)]
    const moved = await copy({ from: mine, to: theirs, fromOffset, toOffset }, { engine })
    assert.equal(moved, total - Math.max(fromOffset, toOffset))
    const all = await owner.look(0, 64 * PAGE)
    const seen = Buffer.concat(parts.map(({ offset, length }) => all.subarray(offset, offset + length)))
    const sent = Buffer.from(expected)
    sent.set(into.subarray(fromOffset, fromOffset + moved), toOffset)
    assert.equal(Buffer.compare(seen, sent), 0)
  })

  test(`copy() by ${engine} moves between two other processes, and within one`, async () => {
    await using first = await startRegionOwner('w'.repeat(600))
    await using second = await startRegionOwner('w'.repeat(600))
    const whole = 600 * PAGE
    const from = await first.region('readwrite', [
      { offset: 0, length: 100 },
      { offset: 100, length: whole - 100 },
    ])
    const to = await second.region('readwrite', [
      { offset: whole / 2, length: whole / 2 },
      { offset: 0, length: whole / 2 },
    ])
    assert.equal(await copy({ from, to, fromOffset: 7 }, { engine }), whole - 7)
    const seen = await second.look(0, whole)
    assert.equal(Buffer.compare(seen.subarray(whole / 2), pattern(7, whole / 2)), 0)
    assert.equal(Buffer.compare(seen.subarray(0, whole / 2 - 7), pattern(7 + whole / 2, whole / 2 - 7)), 0)

    assert.equal(await copy({ from, to: from, toOffset: whole / 2 }, { engine }), whole / 2)
    const copied = await first.look(whole / 2, whole / 2)
    assert.equal(Buffer.compare(copied, pattern(0, whole / 2)), 0)
  })

  for (const [letter, what] of [
    ['.', 'a hole'],
    ['-', 'no permission'],
    ['o', 'write-only memory'],
  ]) {
    test(`copy() by ${engine} reads up to ${what}, at every position of a list, and touches nothing behind`, async () => {
      await using owner = await startRegionOwner(`wwww${letter}wwww`)
      const hole = 4 * PAGE
      for (let position = 0; position < 6; position++) {
        const good = Array.from({ length: 5 }, (_, index) => ({ offset: index * 100, length: 50 + index }))
        const before = good.slice(0, position)
        const parts = [...before, { offset: hole - 20, length: 3 * PAGE }, ...good.slice(position)]
        const from = await owner.region('read', parts)
        const into = new Uint8Array(5 * PAGE).fill(UNTOUCHED)
        const expected = Buffer.concat(
          [...before, { offset: hole - 20, length: 20 }].map((part) => pattern(part.offset, part.length)),
        )
        assert.equal(await copy({ from, to: into }, { engine }), expected.length)
        assert.equal(Buffer.compare(into.subarray(0, expected.length), expected), 0)
        assert.ok(into.subarray(expected.length).every((byte) => byte === UNTOUCHED))
        // Going on from there tells why.
        await assert.rejects(
          async () => await copy({ from, to: into, fromOffset: expected.length }, { engine }),
          (error) => {
            assert.ok(error instanceof AttachError)
            assert.equal(error.code, 'EFAULT')
            assert.equal(error.pid, owner.pid)
            assert.match(error.message, /nothing is mapped there|without any permission|is write-only/)
            return true
          },
        )
      }
    })
  }

  for (const [letter, what] of [
    ['.', 'a hole'],
    ['-', 'no permission'],
    ['r', 'read-only memory'],
  ]) {
    test(`copy() by ${engine} writes up to ${what}, at every position of a list, and touches nothing behind`, async () => {
      for (let position = 0; position < 4; position++) {
        await using owner = await startRegionOwner(`wwww${letter}ww`)
        const hole = 4 * PAGE
        const good = Array.from({ length: 3 }, (_, index) => ({ offset: index * 100, length: 50 + index }))
        const before = good.slice(0, position)
        const to = await owner.region('write', [
          ...before,
          { offset: hole - 20, length: 2 * PAGE },
          ...good.slice(position),
        ])
        const moved = before.reduce((sum, { length }) => sum + length, 20)
        const from = new Uint8Array(4 * PAGE).fill(UNTOUCHED)
        assert.equal(await copy({ from, to }, { engine }), moved)
        const expected = pattern(0, hole)
        for (const { offset, length } of before) expected.fill(UNTOUCHED, offset, offset + length)
        expected.fill(UNTOUCHED, hole - 20)
        assert.equal(Buffer.compare(await owner.look(0, hole), expected), 0)
        if (letter === 'r') assert.deepEqual(await owner.look(hole, PAGE), pattern(hole, PAGE))
        await assert.rejects(async () => await copy({ from, to, toOffset: moved }, { engine }), { code: 'EFAULT' })
      }
    })
  }

  test(`copy() by ${engine} ends at a hole of this process's own memory, given by its address`, async () => {
    await using owner = await startRegionOwner('wwww')
    const theirs = await owner.region('readwrite')
    const { buffer, address } = createPrivateMemory(2 * 65536)
    mapSharedAt(address, createMemfd('mine', PAGE), 0, PAGE)
    // Behind the end of the linear memory lies what nobody may access.
    const end = address + buffer.byteLength
    using mine = createRegion([{ address: BigInt(end - 100), length: 500 }], { access: 'readwrite' })
    assert.equal(await copy({ from: theirs, to: mine }, { engine }), 100)
    assert.deepEqual(new Uint8Array(buffer, buffer.byteLength - 100), pattern(0, 100))
    new Uint8Array(buffer).fill(UNTOUCHED)
    assert.equal(await copy({ from: mine, to: theirs }, { engine }), 100)
    assert.deepEqual(await owner.look(0, 200), new Uint8Array([...Array(100).fill(UNTOUCHED), ...pattern(100, 100)]))
    for (const request of [
      { from: theirs, to: mine, toOffset: 100 },
      { from: mine, to: theirs, fromOffset: 100 },
    ]) {
      await assert.rejects(async () => await copy(request, { engine }), { code: 'EFAULT', message: /own buffer/ })
    }
  })

  test(`copy() by ${engine} knows the lowest, the highest and impossible addresses`, async () => {
    await using owner = await startRegionOwner('w')
    const view = new Uint8Array(64)
    for (const address of [
      0n,
      1n,
      1n << 47n,
      1n << 48n,
      1n << 63n,
      0xffff_8000_0000_0000n,
      0xffff_ffff_ffff_f000n,
      0xffff_ffff_ffff_ffffn,
    ]) {
      const options = { access: 'readwrite' } as const
      const theirs = await owner.ask<string>({ do: 'create-range', range: { address, length: 64 }, options })
      using mine = createRegion([{ address, length: 64 }], options)
      for (const end of [theirs, mine]) {
        await assert.rejects(async () => await copy({ from: end, to: view }, { engine }), { code: 'EFAULT' })
        await assert.rejects(async () => await copy({ from: view, to: end }, { engine }), { code: 'EFAULT' })
      }
    }
    assert.deepEqual(view, new Uint8Array(64))
  })

  test(`copy() by ${engine} goes across 2^31 and 2^32 bytes`, { timeout: 120_000 }, async () => {
    // Few pages, mapped again and again, stand for much memory.
    const part = 64 * 1024 * 1024
    const fd = createMemfd('repeated', part)
    const { buffer, address } = createPrivateMemory(64 * part)
    for (let index = 0; index < 64; index++) mapSharedAt(address + index * part, fd, 0, part)
    const mine = new Uint8Array(buffer, 0, part)
    const bytes = pattern(0, 10_000)
    mine.set(bytes.subarray(5000))
    mine.set(bytes.subarray(0, 5000), part - 5000)
    const range = { address: BigInt(address), length: 64 * part }
    using long = createRegion([range, range], { access: 'read' })
    assert.equal(long.byteLength, 2 ** 33)
    for (const border of [2 ** 31, 2 ** 32]) {
      const to = new Uint8Array(10_000)
      assert.equal(await copy({ from: long.cookie, to, fromOffset: border - 5000 }, { engine }), 10_000)
      assert.deepEqual(to, bytes)
    }
    assert.equal(mine.length, part)
  })
}

test('copy() moves more than 2 GiB in one go, by every engine', { timeout: 240_000 }, async () => {
  const part = 16 * 1024 * 1024
  const count = 130
  const held: ArrayBuffer[] = []
  const repeated = () => {
    const fd = createMemfd('repeated', part)
    const { buffer, address } = createPrivateMemory(count * part)
    held.push(buffer)
    for (let index = 0; index < count; index++) mapSharedAt(address + index * part, fd, 0, part)
    const range = { address: BigInt(address), length: count * part - 11 }
    return createRegion([range], { access: 'readwrite' })
  }
  const [from, to] = [repeated(), repeated()]
  for (const [index, engine] of ENGINES.entries()) {
    const mark = Uint8Array.of(index + 1)
    copy({ from: mark, to: from, toOffset: part - 12 })
    const job = copy({ from, to }, { engine })
    assert.equal(job.length, count * part - 11)
    assert.equal(await job, job.length)
    const seen = new Uint8Array(1)
    copy({ from: to, to: seen, fromOffset: count * part - 12 })
    assert.deepEqual(seen, mark)
  }
  from.destroy()
  to.destroy()
  assert.equal(held.length, 2)
})
