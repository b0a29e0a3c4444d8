import assert from 'node:assert/strict'
import { test } from 'node:test'
import { search } from '../../src/cli/memory/search.ts'
import { addressOf, attach } from '../../src/index.ts'
import { pattern } from '../attach/pattern.ts'
import { startTarget } from '../attach/start-target.ts'
import { crossmem } from './memory/crossmem.ts'

const MIB = 1024 * 1024

test('crossmem find prints every address at which bytes stand, and what is mapped there', async () => {
  await using child = await startTarget('ww.w')
  const wanted = pattern(4090, 12)
  const { status, stdout, stderr } = crossmem('find', child.pid, `hex:${Buffer.from(wanted).toString('hex')}`)
  assert.equal(stderr, '')
  assert.equal(status, 0)
  const lines = stdout.trimEnd().split('\n')
  // It may stand elsewhere too, where the process has copies.
  assert.ok(lines.includes(`0x${(child.address + 4090n).toString(16)}  /memfd:target (deleted)`), stdout)
})

test('crossmem find looks for text, tells how far it is, and ends with 1 when there is none', async () => {
  await using child = await startTarget('w')
  const found = crossmem('find', child.pid, 'NODE_', '--progress')
  assert.equal(found.status, 0)
  assert.match(found.stdout, /^0x[0-9a-f]+ {2}\S/m)
  assert.match(found.stderr, /^crossmem find: 100 % of \d+ MiB searched, [1-9]\d* found\n$/m)
  // No process has a text in its memory that is made up here, but this one.
  const none = crossmem('find', child.pid, `hex:${Buffer.from(`nowhere ${Math.random()}`).toString('hex')}`)
  assert.equal(none.status, 1)
  assert.equal(none.stdout, '')
})

test('crossmem find says why it may not look', () => {
  const { status, stderr } = crossmem('find', 2 ** 22 - 1, 'text')
  assert.equal(status, 1)
  assert.match(stderr, /^crossmem find: cannot attach to process 4194303: ESRCH, .*\[ESRCH\]\n$/)
})

test('search() finds what lies across the borders of its chunks, and what overlaps', () => {
  const memory = new Uint8Array(9 * MIB)
  const word = Buffer.from('abab')
  const places = [0, 4 * MIB - 4, 4 * MIB - 1, 8 * MIB - 3, 8 * MIB - 1, 9 * MIB - 4]
  for (const place of places) memory.set(word, place)
  using target = attach(process.pid)
  const start = addressOf(memory)
  let looked = 0
  const run = { start, end: start + BigInt(memory.length) }
  const found = [...search(target, run, word, (bytes) => (looked += bytes))].map((address) => Number(address - start))
  // At its borders one word ends where the other begins.
  assert.deepEqual(
    found,
    [0, 4 * MIB - 4, 4 * MIB - 1, 8 * MIB - 3, 8 * MIB - 1, 9 * MIB - 4].filter((place) =>
      Buffer.from(memory.buffer, place, 4).equals(word),
    ),
  )
  assert.equal(looked, memory.length)
  memory.fill(0)
  memory.set(Buffer.from('ababab'), 100)
  assert.equal([...search(target, run, word, () => undefined)].length, 2)
})

test('search() skips pages that cannot be read', async () => {
  await using child = await startTarget('w.w')
  using target = attach(child.pid)
  const run = { start: child.address, end: child.address + BigInt(3 * 4096) }
  const word = Buffer.from(pattern(2 * 4096 + 5, 64))
  assert.deepEqual([...search(target, run, word, () => undefined)], [child.address + BigInt(2 * 4096 + 5)])
  const before = Buffer.from(pattern(4096 - 64, 64))
  assert.deepEqual([...search(target, run, before, () => undefined)], [child.address + 4032n])
})
