import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { closeSync, readFileSync, readSync, writeSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { type MemoryFile, SLOT, SLOTS, Workbench } from '../../src/memory/workbench.ts'
import { createMemfd } from '../../src/os/memfd.ts'
import { randomFrom, seedOfRun } from '../attach/random.ts'

/** Of the slots the first one is the lap. */
const WINDOWS = SLOTS - 1

const PAGE = 4096

/** Memory files, of which only what is touched takes memory. */
function makeFiles(t: TestContext, name: string, ...lengths: number[]): MemoryFile[] {
  return lengths.map((byteLength) => {
    const fd = createMemfd(name, byteLength)
    t.after(() => closeSync(fd))
    return { fd, byteLength }
  })
}

function contents(file: MemoryFile, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  assert.equal(readSync(file.fd, bytes, 0, length, offset), length)
  return bytes
}

/** What of files of this name is mapped: for each mapping its place in the file. */
function mappedSlices(name: string): number[] {
  return readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .filter((line) => line.includes(`/memfd:${name} `))
    .flatMap((line) => {
      // Neighbouring slices in neighbouring slots are one mapping to the kernel.
      const [from, to] = line
        .split(' ')[0]
        .split('-')
        .map((address) => Number.parseInt(address, 16))
      const offset = Number.parseInt(line.split(/\s+/)[2], 16)
      return Array.from({ length: Math.ceil((to - from) / SLOT) }, (_, index) => offset / SLOT + index)
    })
}

function pattern(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let index = 0; index < length; index++) bytes[index] = index * 31 + seed * 17 + (index >>> 8)
  return bytes
}

test('Workbench.read() and write() move bytes anywhere in a file, across the borders of slices too', (t) => {
  const length = 3 * SLOT + 5000
  const files = makeFiles(t, 'workbench-borders', length, length)
  const workbench = new Workbench(files)
  const runs: [offset: number, length: number][] = [
    [0, 1],
    [0, 100_000],
    [SLOT - 1, 1],
    [SLOT - 1, 2],
    [SLOT, 1],
    [SLOT - 50_000, 100_000],
    [2 * SLOT - 3, 20_000],
    [3 * SLOT - 20_000, 25_000],
    [length - 1, 1],
    [length - 20_001, 20_001],
    [SLOT - 7, SLOT + 14],
  ]
  for (const [seed, [offset, length]] of runs.entries()) {
    const [from, to] = seed % 2 === 0 ? [0, 1] : [1, 0]
    const bytes = pattern(length, seed)
    workbench.write(from, offset, bytes)
    assert.deepEqual(contents(files[from], offset, length), Buffer.from(bytes))
    writeSync(files[to].fd, bytes, 0, length, offset)
    const got = new Uint8Array(length + 2).fill(0xee)
    workbench.read(to, offset, got.subarray(1, -1))
    assert.ok(Buffer.from(got.subarray(1, -1)).equals(bytes), `${length} bytes at ${offset}`)
    assert.deepEqual([got[0], got.at(-1)], [0xee, 0xee])
  }
})

test('Workbench.write() changes nothing beside its run', (t) => {
  const [file] = makeFiles(t, 'workbench-beside', 2 * SLOT)
  const workbench = new Workbench([file])
  const around = 40_000
  writeSync(file.fd, Buffer.alloc(2 * around, 0xaa), 0, 2 * around, SLOT - around)
  workbench.write(0, SLOT - 20_000, new Uint8Array(40_000))
  const got = contents(file, SLOT - around, 2 * around)
  assert.ok(got.subarray(0, 20_000).every((byte) => byte === 0xaa))
  assert.ok(got.subarray(20_000, 60_000).every((byte) => byte === 0))
  assert.ok(got.subarray(60_000).every((byte) => byte === 0xaa))
})

test('Workbench shows what others write into a file later', (t) => {
  const [file] = makeFiles(t, 'workbench-later', 100_000)
  const workbench = new Workbench([file])
  const got = new Uint8Array(5)
  for (const word of ['first', 'later']) {
    writeSync(file.fd, word, 50_000)
    workbench.read(0, 50_000, got)
    assert.equal(Buffer.from(got).toString(), word)
  }
})

test('Workbench.lend() shows a run in one piece, across the borders of slices too', (t) => {
  const [file] = makeFiles(t, 'workbench-lend', 4 * SLOT + 100)
  const workbench = new Workbench([file])
  for (const [offset, length] of [
    [10, 100],
    [SLOT - 10, 20],
    [SLOT + 5, 2 * SLOT],
    [2 * SLOT - 1, SLOT + 2],
    [4 * SLOT - 50, 150],
    [5, 0],
  ]) {
    const { bytes, giveBack } = workbench.lend(0, offset, length)
    assert.equal(bytes.length, length)
    for (const at of length === 0 ? [] : [0, Math.floor(length / 2), length - 1]) {
      writeSync(file.fd, Uint8Array.of(at % 251), 0, 1, offset + at)
      assert.equal(bytes[at], at % 251, `byte ${at} of ${length} at ${offset}`)
    }
    giveBack()
  }
})

test('a lent run stays where it is while the workbench is used up around it', (t) => {
  const slices = 2 * SLOTS
  const [file] = makeFiles(t, 'workbench-lent', slices * SLOT)
  const workbench = new Workbench([file])
  const lent = [3, 40, 100].map((slice) => {
    writeSync(file.fd, `slice ${slice}`, slice * SLOT - 3)
    return { slice, loan: workbench.lend(0, slice * SLOT - 3, 8 + String(slice).length) }
  })
  const byte = new Uint8Array(1)
  for (let slice = 0; slice < slices; slice++) workbench.read(0, slice * SLOT + 9, byte)
  for (const { slice, loan } of lent) {
    assert.equal(Buffer.from(loan.bytes.subarray(0, 6 + String(slice).length)).toString(), `slice ${slice}`)
    writeSync(file.fd, 'SLICE', slice * SLOT - 3)
    assert.equal(Buffer.from(loan.bytes.subarray(0, 5)).toString(), 'SLICE')
  }
})

test('Workbench says so when all of it is lent, and lends again when something is given back', (t) => {
  const [file] = makeFiles(t, 'workbench-full', (WINDOWS + 1) * SLOT)
  const workbench = new Workbench([file])
  const loans = Array.from({ length: WINDOWS - 1 }, (_, slice) => workbench.lend(0, slice * SLOT, 1))
  const full = { name: 'CrossmemError', code: 'ERR_WORKBENCH_FULL', message: /release loans first/ }
  assert.throws(() => workbench.lend(0, WINDOWS * SLOT, 1), full)
  assert.throws(() => workbench.lend(0, SLOT - 1, 2), full)
  // What is shown can be lent once more.
  const second = workbench.lend(0, 5 * SLOT, 1)
  loans[5].giveBack()
  assert.throws(() => workbench.lend(0, WINDOWS * SLOT, 1), full)
  second.giveBack()
  writeSync(file.fd, Uint8Array.of(77), 0, 1, WINDOWS * SLOT)
  assert.equal(workbench.lend(0, WINDOWS * SLOT, 1).bytes[0], 77)
})

test('Workbench copies go on when all of it is lent', (t) => {
  const [file] = makeFiles(t, 'workbench-copies', (WINDOWS + 2) * SLOT)
  const workbench = new Workbench([file])
  const byte = new Uint8Array(1)
  const check = (slice: number) => {
    workbench.write(0, slice * SLOT + 5, Uint8Array.of(slice))
    workbench.read(0, slice * SLOT + 5, byte)
    assert.equal(byte[0], slice % 256)
  }
  // The window of the last slot is used by copies first, and is not what is lent afterwards.
  for (let slice = 0; slice < WINDOWS; slice++) check(slice)
  for (let slice = WINDOWS - 1; slice > 0; slice--) workbench.lend(0, slice * SLOT, 1)
  assert.throws(() => workbench.lend(0, 0, 1), { code: 'ERR_WORKBENCH_FULL' })
  for (const slice of [0, WINDOWS, WINDOWS + 1, 5, 0, WINDOWS - 1]) check(slice)
})

test('Workbench.lend() refuses a run that is longer than the workbench', (t) => {
  const [file] = makeFiles(t, 'workbench-long', (WINDOWS + 1) * SLOT)
  const workbench = new Workbench([file])
  assert.throws(() => workbench.lend(0, 0, (WINDOWS - 1) * SLOT + 1), { code: 'ERR_WORKBENCH_FULL' })
  assert.equal(workbench.lend(0, 0, 10).bytes.length, 10)
})

test('the window that was used longest ago gives way when there are more slices than slots', (t) => {
  const name = 'workbench-lru'
  const [file] = makeFiles(t, name, (WINDOWS + 2) * SLOT)
  const workbench = new Workbench([file])
  const byte = new Uint8Array(1)
  const use = (slice: number) => workbench.read(0, slice * SLOT, byte)
  for (let slice = 0; slice < WINDOWS; slice++) use(slice)
  assert.deepEqual(
    mappedSlices(name).sort((a, b) => a - b),
    Array.from({ length: WINDOWS }, (_, slice) => slice),
  )
  use(0)
  use(2)
  use(WINDOWS)
  assert.ok(!mappedSlices(name).includes(1))
  use(WINDOWS + 1)
  const mapped = mappedSlices(name)
  assert.ok(!mapped.includes(3))
  for (const slice of [0, 2, 4, WINDOWS, WINDOWS + 1]) assert.ok(mapped.includes(slice), `slice ${slice}`)
  assert.equal(mapped.length, WINDOWS)
})

test('Workbench moves the right bytes whatever was lent, read and written before', (t) => {
  const seed = seedOfRun()
  t.diagnostic(`SEED=${seed}`)
  const random = randomFrom(seed)
  const slices = Math.ceil(SLOTS / 2) + 5
  // Three files: half as many slices again as there are slots.
  const files = makeFiles(t, 'workbench-random', slices * SLOT, slices * SLOT - 100, slices * SLOT - SLOT + PAGE)
  const workbench = new Workbench(files)
  const loans: { file: number; offset: number; loan: ReturnType<Workbench['lend']> }[] = []
  for (let step = 0; step < 3000; step++) {
    const file = random(files.length)
    const { fd, byteLength } = files[file]
    // Runs at borders of slices more often than elsewhere.
    const length = 1 + random(random(20) === 0 ? 40_000 : 300)
    const near = random(2) === 0 ? random(slices) * SLOT - random(length + 1) : random(byteLength)
    const offset = Math.max(0, Math.min(near, byteLength - length))
    const bytes = pattern(length, step)
    const what = `step ${step}: ${length} bytes at ${offset} of file ${file}, seed ${seed}`
    const action = random(10)
    if (action < 4) {
      workbench.write(file, offset, bytes)
      assert.ok(contents(files[file], offset, length).equals(bytes), what)
    } else if (action < 8) {
      writeSync(fd, bytes, 0, length, offset)
      const got = new Uint8Array(length)
      workbench.read(file, offset, got)
      assert.ok(Buffer.from(got).equals(bytes), what)
    } else if (loans.length < 20 && action === 8) {
      loans.push({ file, offset, loan: workbench.lend(file, offset, length) })
    } else if (loans.length > 0) {
      const [{ file, offset, loan }] = loans.splice(random(loans.length), 1)
      assert.ok(contents(files[file], offset, loan.bytes.length).equals(loan.bytes), `a loan after ${what}`)
      loan.giveBack()
    }
  }
})

const strace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true'])

test('Workbench calls mmap once for each slice, and not again', { skip: strace.status !== 0 && 'needs strace' }, () => {
  const url = (path: string) => new URL(`../../src/${path}`, import.meta.url).href
  const program = `
    import { writeSync } from 'node:fs'
    import { SLOT, Workbench } from '${url('memory/workbench.js')}'
    import { createMemfd } from '${url('os/memfd.js')}'
    const files = [0, 1, 2].map(() => ({ fd: createMemfd('workbench-strace', 3 * SLOT), byteLength: 3 * SLOT }))
    const workbench = new Workbench(files)
    const bytes = new Uint8Array(30_000)
    const useAll = () => {
      for (let file = 0; file < files.length; file++) {
        for (let offset = 0; offset + bytes.length <= 3 * SLOT; offset += SLOT / 4 - 1000) {
          workbench.read(file, offset, bytes)
          workbench.write(file, offset, bytes)
          workbench.lend(file, offset, 100).giveBack()
        }
      }
    }
    for (const word of ['begun', 'warm', 'done']) {
      writeSync(1, word)
      useAll()
    }
    writeSync(1, 'end')`
  const node = [process.execPath, '--input-type=module', '--eval', program]
  const { stderr, stdout } = spawnSync('strace', ['-f', '-e', 'trace=mmap,write', ...node], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  assert.equal(stdout, 'begunwarmdoneend')
  const mapsBetween = (from: string, to: string) => {
    const part = stderr.slice(stderr.indexOf(`write(1, "${from}"`), stderr.indexOf(`write(1, "${to}"`))
    return part.split('\n').filter((line) => /mmap\(.*MAP_SHARED\|MAP_FIXED/.test(line)).length
  }
  assert.equal(mapsBetween('begun', 'warm'), 3 * 3)
  assert.equal(mapsBetween('warm', 'end'), 0)
})
