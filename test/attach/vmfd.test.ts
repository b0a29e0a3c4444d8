import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { AttachError, addressOf, SharedMemory, type VmfdOptions, vmfd } from '../../src/index.ts'
import { Arena } from '../../src/memory/arena.ts'
import { mapShared, unmap } from '../../src/os/mapping.ts'
import { createMemfd } from '../../src/os/memfd.ts'
import { pattern } from './pattern.ts'
import { ORDINARY_USER, startTarget } from './start-target.ts'
import { FUSE_REFUSED } from './vmfd/fuse-refused.ts'

const PAGE = 4096
const INDEX = new URL('../../src/index.js', import.meta.url)
const STARVE = fileURLToPath(new URL('vmfd/starve.js', import.meta.url))
const isRoot = process.getuid!() === 0

test('vmfd() stands on the memory file where the window is part of one', async () => {
  using shared = SharedMemory.create(3 * PAGE)
  using own = vmfd(process.pid, addressOf(shared.bytes) + 5n, 2 * PAGE)
  assert.equal(own.backing, 'memfd')
  assert.equal(own.base, 5)
  await using child = await startTarget('www')
  using theirs = vmfd(child.pid, child.address + BigInt(PAGE), PAGE)
  assert.equal(theirs.backing, 'memfd')
  assert.equal(theirs.base, PAGE)
  assert.equal(theirs.fd > 0 && theirs.fd !== own.fd, true)
})

test('vmfd() stands on the memory file of an arena', () => {
  const fd = createMemfd('arena', 1024 * 1024)
  const arena = new Arena(fd, 1024 * 1024, 0)
  const numbers = arena.alloc(Float64Array, 1000).fill(Math.PI)
  using window = vmfd(process.pid, addressOf(numbers), numbers.byteLength, { access: 'readwrite' })
  assert.equal(window.backing, 'memfd')
  const got = new Float64Array(1)
  window.pread(got, 999 * 8)
  assert.equal(got[0], Math.PI)
  window.pwrite(Float64Array.of(7), 8)
  assert.equal(numbers[1], 7)
  closeSync(fd)
})

test('vmfd() tells memory files of one name apart', () => {
  const files = Array.from({ length: 5 }, (_, index) => {
    const shared = SharedMemory.create(PAGE)
    shared.bytes.fill(index + 1)
    return shared
  })
  for (const [index, { bytes }] of files.entries()) {
    using window = vmfd(process.pid, addressOf(bytes), PAGE, { backing: 'memfd' })
    const got = new Uint8Array(1)
    window.pread(got, 77)
    assert.equal(got[0], index + 1)
  }
  for (const shared of files) shared[Symbol.dispose]()
})

test('vmfd() stands on /proc/PID/mem where the window is anything else', async () => {
  const ordinary = new Uint8Array(100_000)
  using own = vmfd(process.pid, addressOf(ordinary), ordinary.length)
  assert.equal(own.backing, 'mem')
  for (const layout of ['w.w', 'w-w', 'wow']) {
    await using child = await startTarget(layout)
    using window = vmfd(child.pid, child.address, 3 * PAGE)
    assert.equal(window.backing, 'mem', layout)
  }
  await using readOnly = await startTarget('r')
  using toRead = vmfd(readOnly.pid, readOnly.address, PAGE)
  assert.equal(toRead.backing, 'memfd')
  using toWrite = vmfd(readOnly.pid, readOnly.address, PAGE, { access: 'readwrite' })
  assert.equal(toWrite.backing, 'mem')
})

test("vmfd() says that there is no memory file where 'memfd' is asked for", () => {
  const ordinary = new Uint8Array(100_000)
  assert.throws(() => vmfd(process.pid, addressOf(ordinary), 100, { backing: 'memfd' }), {
    name: 'CrossmemError',
    code: 'ERR_BACKING',
    message:
      /^the 100 bytes at 0x[0-9a-f]+ of process \d+ are no part of a memory file .* allocate them as SharedMemory/,
  })
})

test('vmfd() refuses what means nothing', () => {
  const refuses = (
    code: string,
    name: string,
    ...[pid, start, length, options]: [unknown, unknown, unknown, unknown?]
  ) =>
    assert.throws(() => vmfd(pid as number, start as bigint, length as number, options as VmfdOptions), { name, code })
  for (const pid of [0, -1, 1.5, '1', 2 ** 31]) refuses('ERR_PID', 'RangeError', pid, 0n, 1)
  refuses('ERR_ADDRESS', 'TypeError', process.pid, 5, 1)
  refuses('ERR_ADDRESS', 'RangeError', process.pid, -1n, 1)
  refuses('ERR_ADDRESS', 'RangeError', process.pid, 1n << 64n, 1)
  for (const length of [0, -1, 0.5, '5', 2 ** 53]) refuses('ERR_LENGTH', 'RangeError', process.pid, 0n, length)
  refuses('ERR_LENGTH', 'RangeError', process.pid, (1n << 64n) - 1n, 1)
  refuses('ERR_LENGTH', 'RangeError', process.pid, 1n << 53n, 1)
  refuses('ERR_VMFD_OPTION', 'TypeError', process.pid, 0n, 1, { access: 'write' })
  refuses('ERR_VMFD_OPTION', 'TypeError', process.pid, 0n, 1, { backing: 'disk' })
  refuses('ERR_VMFD_OPTION', 'TypeError', process.pid, 0n, 1, { mount: 5 })
  refuses('ERR_VMFD_OPTION', 'TypeError', process.pid, 0n, 1, { mount: '/tmp/x', backing: 'mem' })
})

const WITH_HOLES: readonly ['mem' | 'fuse', string | false][] = [
  ['mem', false],
  ['fuse', FUSE_REFUSED],
]
for (const [backing, skip] of WITH_HOLES) {
  test(`pread() and preadv() of a ${backing} window give what comes before a hole, then EIO`, { skip }, async () => {
    await using child = await startTarget('w.ww')
    using window = vmfd(child.pid, child.address, 4 * PAGE, { backing })
    for (const length of [2 * PAGE, 4 * PAGE]) {
      const view = new Uint8Array(length).fill(0xee)
      assert.equal(window.pread(view, 100), PAGE - 100)
      assert.deepEqual(view.subarray(0, PAGE - 100), pattern(100, PAGE - 100))
      assert.ok(view.subarray(PAGE - 100).every((byte) => byte === 0xee))
      const views = [new Uint8Array(1000), new Uint8Array(length)]
      assert.equal(window.preadv(views, 100), PAGE - 100)
      assert.equal(await window.promises.preadv(views, 100), PAGE - 100)
    }
    const hole = { name: 'AttachError', code: 'EIO', message: /offset 4096 .* EIO, nothing is mapped there/ }
    assert.throws(() => window.pread(new Uint8Array(10), PAGE), hole)
    assert.throws(() => window.preadv([new Uint8Array(10)], PAGE), hole)
    await assert.rejects(window.promises.pread(new Uint8Array(10), PAGE), hole)
    // Behind the hole all is well.
    const view = new Uint8Array(PAGE)
    assert.equal(window.pread(view, 2 * PAGE), PAGE)
    assert.deepEqual(view, pattern(2 * PAGE, PAGE))
    const seen: Buffer[] = []
    await assert.rejects(async () => {
      for await (const chunk of window.createReadStream()) seen.push(chunk as Buffer)
    }, hole)
    assert.equal(Buffer.concat(seen).length, PAGE)
  })

  test(`pwrite() of a ${backing} window heeds what pages permit`, { skip }, async () => {
    await using child = await startTarget('wr.w')
    using window = vmfd(child.pid, child.address, 4 * PAGE, { backing, access: 'readwrite' })
    assert.equal(window.pwrite(new Uint8Array(2 * PAGE).fill(9), PAGE - 10), 10)
    const code = backing === 'mem' ? 'EFAULT' : 'EIO'
    assert.throws(() => window.pwrite(new Uint8Array(1), PAGE), { code, message: /is read-only\. / })
    assert.throws(() => window.pwrite(new Uint8Array(1), 2 * PAGE), { code, message: /nothing is mapped there/ })
    await assert.rejects(window.promises.pwrite(new Uint8Array(1), PAGE), { code })
    const expected = pattern(0, 2 * PAGE)
    expected.fill(9, PAGE - 10, PAGE)
    assert.deepEqual(await child.look(0, 2 * PAGE), expected)
  })
}

test('a mem window is read as a debugger reads: also what pages forbid', async () => {
  await using child = await startTarget('w-')
  using window = vmfd(child.pid, child.address, 2 * PAGE, { backing: 'mem' })
  const view = new Uint8Array(2 * PAGE)
  assert.equal(window.pread(view), 2 * PAGE)
  assert.deepEqual(view, pattern(0, 2 * PAGE))
})

test('a mem window fails with ESRCH once its process has ended', async () => {
  await using child = await startTarget('w')
  using window = vmfd(child.pid, child.address, PAGE, { backing: 'mem', access: 'readwrite' })
  await child.end()
  const gone = { name: 'AttachError', code: 'ESRCH', message: /the process has ended, or has started another program/ }
  assert.throws(() => window.pread(new Uint8Array(10)), gone)
  assert.throws(() => window.preadv([new Uint8Array(10)]), gone)
  assert.throws(() => window.pwrite(new Uint8Array(10)), gone)
  await assert.rejects(window.promises.pread(new Uint8Array(10)), gone)
  await assert.rejects(window.promises.pwrite(new Uint8Array(10)), gone)
})

test('a mem window does not take another program for the one whose memory it was', async () => {
  // The shell says where its code lies, and becomes a cat of the same pid.
  const script = 'grep r-x /proc/$$/maps | head -n 1; read -r line; exec cat'
  const shell = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(shell, 'exit')
  try {
    const lines = createInterface(shell.stdout)[Symbol.asyncIterator]()
    const [start, end] = (await lines.next()).value.split(/[- ]/, 2).map((word: string) => BigInt(`0x${word}`))
    const place = [shell.pid!, start, Number(end - start)] as const
    using window = vmfd(...place, { backing: 'mem', access: 'readwrite' })
    assert.equal(window.pread(new Uint8Array(16)), 16)
    shell.stdin.write('\nagain\n')
    assert.equal((await lines.next()).value, 'again')
    const view = new Uint8Array(place[2])
    assert.throws(() => window.pread(view), { code: 'ESRCH' })
    assert.throws(() => window.pread(view.subarray(0, 1)), { code: 'ESRCH' })
    assert.throws(() => window.pwrite(view.subarray(0, 1)), { code: 'ESRCH' })
  } finally {
    shell.stdin.end()
    await ended
  }
})

test('vmfd() says that there is no such process', async () => {
  const child = spawn('true')
  await once(child, 'exit')
  assert.throws(() => vmfd(child.pid!, 4096n, 10), { name: 'AttachError', code: 'ESRCH', pid: child.pid })
})

test('vmfd() says whose process it may not look into', { skip: !isRoot && 'needs root' }, () => {
  const program = `
    import { vmfd } from '${INDEX}'
    try { vmfd(${process.pid}, 4096n, 10) } catch ({ name, code, message }) { console.log(name, code, message) }`
  const args = ['--input-type=module', '--eval', program]
  const { stdout } = spawnSync(process.execPath, args, { ...ORDINARY_USER, encoding: 'utf8' })
  assert.match(stdout, /^AttachError EPERM cannot open the memory of process \d+: EPERM, it runs as user 0/)
})

test('windows reach beyond 2^31 and 2^32', () => {
  const bytes = 5 * 2 ** 30
  const fd = createMemfd('long', bytes)
  const address = mapShared(fd, 0, bytes)
  for (const backing of ['memfd', 'mem', ...(FUSE_REFUSED === false ? ['fuse' as const] : [])] as const) {
    using window = vmfd(process.pid, BigInt(address), bytes, { backing, access: 'readwrite' })
    for (const border of [2 ** 31, 2 ** 32]) {
      assert.equal(window.pwrite(Uint8Array.of(1, 2, 3, 4), border - 2), 4)
      const view = new Uint8Array(6)
      assert.equal(window.pread(view, border - 3), 6)
      assert.deepEqual(view, Uint8Array.of(0, 1, 2, 3, 4, 0))
      window.pwrite(new Uint8Array(4), border - 2)
    }
    assert.equal(window.pread(new Uint8Array(10), bytes - 3), 3)
  }
  unmap(address, bytes)
  closeSync(fd)
})

test('vmfd() fails with EMFILE where the descriptor table is full, and leaves it as it was', {
  skip: FUSE_REFUSED,
}, () => {
  const { stdout, stderr } = spawnSync('sh', ['-c', 'ulimit -n 90; exec "$@"', 'sh', process.execPath, STARVE], {
    encoding: 'utf8',
    timeout: 60_000,
  })
  assert.equal(stderr, '')
  const lines = stdout.trim().split('\n')
  assert.equal(lines.length, 36, stdout)
  for (const line of lines) assert.match(line, /^(mem|memfd|fuse) \d+ (EMFILE|opened)$/)
  for (const backing of ['mem', 'memfd', 'fuse']) {
    assert.ok(lines.includes(`${backing} 0 EMFILE`) && lines.includes(`${backing} 40 opened`), stdout)
  }
})

test('an AttachError of a window tells what it was tried on', async () => {
  await using child = await startTarget('.w')
  using window = vmfd(child.pid, child.address, 2 * PAGE)
  assert.throws(
    () => window.pread(new Uint8Array(10), 5),
    (error) => {
      assert.ok(error instanceof AttachError)
      const { code, syscall, pid, address, length, transferred } = error
      const expected = { code: 'EIO', syscall: 'pread', pid: child.pid, address: child.address + 5n, length: 10 }
      assert.deepEqual({ code, syscall, pid, address, length, transferred }, { ...expected, transferred: 0 })
      return true
    },
  )
})
