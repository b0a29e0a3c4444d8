import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fstatSync, ftruncateSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { SharedMemory, type SharedMemorySource } from '../../src/index.ts'
import { createMemfd } from '../../src/os/memfd.ts'
import { ORDINARY_USER, startTarget, unshareRefused, YAMA_FORBIDS } from '../attach/start-target.ts'

const GIB = 1024 ** 3
const INDEX = new URL('../../src/index.js', import.meta.url)
const DENY = new URL('../attach/deny-syscall.js', import.meta.url)
/** What a program of a few lines needs to know. */
const HEAD = `import { SharedMemory } from '${INDEX}'; import { DENIABLE, denySyscall } from '${DENY}'
const codeOf = (action) => { try { return action() } catch (error) { return error.code } }
`

function programArguments(program: string, ...args: string[]): string[] {
  return ['--input-type=module', '--eval', HEAD + program, ...args]
}

/** Runs a program in another process. @returns what it printed */
function run(program: string, { args = [] as string[], through = [] as string[], user = {}, fd = -1 } = {}): string {
  const [command, ...rest] = [...through, process.execPath, ...programArguments(program, ...args)]
  const stdio = fd < 0 ? undefined : (['pipe', 'pipe', 'pipe', fd] as const)
  const { stdout, stderr } = spawnSync(command, rest, {
    ...user,
    ...(stdio && { stdio: [...stdio] }),
    encoding: 'utf8',
  })
  assert.equal(stderr, '')
  return stdout.trim()
}

function descriptors(): number {
  return readdirSync('/proc/self/fd').length
}

test('SharedMemory.create() gives zeros, as many as asked for', () => {
  for (const bytes of [1, 4096, 65536, 65537, 1_000_000]) {
    using shared = SharedMemory.create(bytes)
    assert.equal(shared.byteLength, bytes)
    assert.equal(shared.bytes.length, bytes)
    assert.ok(shared.buffer instanceof SharedArrayBuffer)
    assert.equal(shared.buffer.byteLength, Math.ceil(bytes / 65536) * 65536)
    assert.equal(shared.bytes.buffer, shared.buffer)
    assert.equal(shared.bytes.byteOffset, 0)
    assert.ok(shared.bytes.every((byte) => byte === 0))
  }
})

test('SharedMemory.create() commits its memory at once', () => {
  using shared = SharedMemory.create(1_000_000)
  assert.ok(fstatSync(shared.fd).blocks * 512 >= 1_000_000)
})

test('SharedMemory.create() refuses lengths that are none', () => {
  for (const bytes of [0, -1, 1.5, Number.NaN, 4 * GIB + 1, Number.POSITIVE_INFINITY, '8', undefined]) {
    assert.throws(() => SharedMemory.create(bytes as number), {
      name: 'RangeError',
      code: 'ERR_LENGTH',
      message: /from 1 to 4 GiB, not /,
    })
  }
})

test('SharedMemory.create() makes memory that no holder can resize', () => {
  using shared = SharedMemory.create(100_000)
  assert.throws(() => ftruncateSync(shared.fd, 1), { code: 'EPERM' })
  assert.throws(() => ftruncateSync(shared.fd, 200_000), { code: 'EPERM' })
})

test('SharedMemory.create() says which limit keeps it from mapping, and closes what it opened', () => {
  const program = `
    import { readdirSync } from 'node:fs'
    const descriptors = () => readdirSync('/proc/self/fd').length
    const before = descriptors()
    const code = codeOf(() => SharedMemory.create(${4 * GIB}))
    console.log(code, descriptors() - before)`
  const through = ['sh', '-c', 'ulimit -v 4000000 && exec "$@"', 'sh']
  assert.equal(run(program, { through }), 'ERR_ADDRESS_SPACE 0')
})

test('SharedMemory.open() maps the very same memory once more', () => {
  using shared = SharedMemory.create(70_000)
  const again = SharedMemory.open({ pid: process.pid, fd: shared.fd })
  assert.notEqual(again.fd, shared.fd)
  assert.equal(again.byteLength, 70_000)
  shared.bytes[69_999] = 7
  assert.equal(again.bytes[69_999], 7)
  Atomics.add(new Int32Array(again.buffer, 0, 1), 0, 5)
  assert.equal(new Int32Array(shared.buffer, 0, 1)[0], 5)
  again[Symbol.dispose]()
})

test('SharedMemory.open({ fd }) maps what a process was started with, which sees and writes the same', () => {
  using shared = SharedMemory.create(8 * 1000)
  const numbers = new Float64Array(shared.buffer, 0, 1000)
  numbers[999] = Math.PI
  const program = `
    const shared = SharedMemory.open({ fd: 3 })
    const numbers = new Float64Array(shared.buffer, 0, 1000)
    console.log(shared.fd, shared.byteLength, numbers[999])
    numbers[0] = Math.E`
  assert.equal(run(program, { fd: shared.fd }), `3 8000 ${Math.PI}`)
  assert.equal(numbers[0], Math.E)
})

test('SharedMemory counts exactly when two processes add by Atomics', async () => {
  const rounds = 100_000
  using shared = SharedMemory.create(4)
  const counter = new Int32Array(shared.buffer, 0, 1)
  const program = `
    const counter = new Int32Array(SharedMemory.open({ fd: 3 }).buffer, 0, 1)
    for (let round = 0; round < ${rounds}; round++) Atomics.add(counter, 0, 1)`
  const child = spawn(process.execPath, programArguments(program), {
    stdio: ['ignore', 'inherit', 'inherit', shared.fd],
  })
  const ended = once(child, 'exit')
  for (let round = 0; round < rounds; round++) Atomics.add(counter, 0, 1)
  assert.deepEqual(await ended, [0, null])
  assert.equal(counter[0], 2 * rounds)
})

const ways: [string, string][] = [
  ['by pidfd_getfd', ''],
  ['by /proc where pidfd_getfd is forbidden', 'denySyscall(DENIABLE.pidfd_getfd, 1)'],
  ['by /proc where there is no pidfd_open', 'denySyscall(DENIABLE.pidfd_open, 38)'],
]
for (const [way, denial] of ways) {
  test(`SharedMemory.open({ pid, fd }) takes another process's memory ${way}`, { skip: YAMA_FORBIDS }, () => {
    using shared = SharedMemory.create(12_345)
    shared.bytes[12_344] = 99
    const program = `
      ${denial}
      const [pid, fd] = process.argv.slice(1).map(Number)
      const shared = SharedMemory.open({ pid, fd })
      console.log(shared.byteLength, shared.bytes[12_344])
      shared.bytes[0] = 5
      console.log(codeOf(() => SharedMemory.open({ pid, fd: 9999 })), codeOf(() => SharedMemory.open({ pid, fd: 0 })))`
    const printed = run(program, { args: [String(process.pid), String(shared.fd)] })
    const noDescriptor = denial === '' ? 'EBADF' : 'ENOENT'
    assert.equal(printed, `12345 99\n${noDescriptor} ERR_NOT_MAPPABLE`)
    assert.equal(shared.bytes[0], 5)
  })
}

test('SharedMemory.open({ pid, fd }) says what kept it from taking a descriptor', async () => {
  await using other = await startTarget('w', { dumpable: 'not-dumpable', ...ORDINARY_USER })
  const program = `
    const pid = Number(process.argv[1])
    try { SharedMemory.open({ pid, fd: 1 }) } catch ({ name, code, message }) { console.log(name, code, message) }`
  const printed = run(program, { args: [String(other.pid)], user: ORDINARY_USER })
  assert.match(
    printed,
    /^SystemError (EACCES|EPERM) this process may not take descriptor 1 from process \d+: run both as the same/,
  )
  await other.end()
  assert.throws(() => SharedMemory.open({ pid: other.pid, fd: 1 }), { code: 'ESRCH', message: /there is no process/ })
})

test('SharedMemory stays when the process that made it ends', async () => {
  const program = `
    const shared = SharedMemory.create(1000)
    shared.bytes.fill(42)
    console.log(shared.fd)
    process.stdin.resume()`
  const maker = spawn(process.execPath, programArguments(program), { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(maker, 'exit')
  const [fd] = await once(createInterface(maker.stdout), 'line')
  using shared = SharedMemory.open({ pid: maker.pid!, fd: Number(fd) })
  maker.kill('SIGKILL')
  await ended
  assert.ok(shared.bytes.every((byte) => byte === 42))
  shared.bytes.fill(43)
  using again = SharedMemory.open({ pid: process.pid, fd: shared.fd })
  assert.ok(again.bytes.every((byte) => byte === 43))
})

test('SharedMemory.open({ name }) maps POSIX shared memory', () => {
  const name = `crossmem-test-${process.pid}`
  try {
    writeFileSync(`/dev/shm/${name}`, Buffer.alloc(5000, 8))
    for (const spelled of [name, `/${name}`]) {
      using shared = SharedMemory.open({ name: spelled })
      assert.equal(shared.byteLength, 5000)
      assert.ok(shared.bytes.every((byte) => byte === 8))
    }
  } finally {
    rmSync(`/dev/shm/${name}`, { force: true })
  }
})

const hasPython = spawnSync('python3', ['-c', 'import multiprocessing.shared_memory']).status === 0

test("SharedMemory.open({ name }) maps what Python's multiprocessing made", {
  skip: !hasPython && 'needs python3',
}, async () => {
  const program = [
    'from multiprocessing.shared_memory import SharedMemory',
    'import sys',
    'shared = SharedMemory(create=True, size=1_000_000)',
    'shared.buf[999_999] = 7',
    'print(shared.name, flush=True)',
    'sys.stdin.readline()',
    'print(shared.buf[0], flush=True)',
    'shared.close()',
    'shared.unlink()',
  ]
  const python = spawn('python3', ['-c', program.join('\n')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(python, 'exit')
  const lines = createInterface(python.stdout)[Symbol.asyncIterator]()
  const name: string = (await lines.next()).value
  try {
    using shared = SharedMemory.open({ name })
    assert.equal(shared.byteLength, 1_000_000)
    assert.equal(shared.bytes[999_999], 7)
    shared.bytes[0] = 123
  } finally {
    python.stdin.end('\n')
  }
  assert.equal((await lines.next()).value, '123')
  await ended
})

test('SharedMemory.open({ name }) refuses what is no name', () => {
  for (const name of ['', '/', '.', '..', '/..', 'a/b', '//a', 'a\0b', 'n'.repeat(256), 'ä'.repeat(128), 5, null]) {
    const source = { name } as SharedMemorySource
    assert.throws(() => SharedMemory.open(source), { name: 'RangeError', code: 'ERR_SOURCE' }, JSON.stringify(name))
  }
  assert.throws(() => SharedMemory.open({ name: `crossmem-none-${process.pid}` }), {
    code: 'ENOENT',
    syscall: 'open',
    message: /there is no shared memory named 'crossmem-none-/,
  })
})

test('SharedMemory.open() refuses descriptors that are no memory', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'crossmem-'))
  const empty = openSync(join(directory, 'empty'), 'w+')
  const tooLong = createMemfd('too-long', 4 * GIB + 1)
  const pipe = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] })
  const ended = once(pipe, 'exit')
  try {
    const refused = { name: 'CrossmemError', code: 'ERR_NOT_MAPPABLE' }
    const folder = openSync(directory, 'r')
    assert.throws(() => SharedMemory.open({ fd: folder }), { ...refused, message: /is no memory and no file/ })
    assert.throws(() => SharedMemory.open({ pid: process.pid, fd: folder }), refused)
    closeSync(folder)
    assert.throws(() => SharedMemory.open({ fd: empty }), { ...refused, message: /is empty: its maker must size it/ })
    assert.throws(() => SharedMemory.open({ fd: tooLong }), {
      ...refused,
      message: /4294967297 bytes, and at most 4 GiB/,
    })
    // After an error the descriptor is still the caller's.
    closeSync(tooLong)
    closeSync(empty)
    assert.throws(() => SharedMemory.open({ fd: empty }), { code: 'EBADF', message: /is not open/ })
  } finally {
    pipe.stdin.end()
    await ended
    rmSync(directory, { recursive: true })
  }
})

test('SharedMemory.open() needs a descriptor that may be written to', () => {
  const directory = mkdtempSync(join(tmpdir(), 'crossmem-'))
  const path = join(directory, 'file')
  writeFileSync(path, Buffer.alloc(5000))
  const readOnly = openSync(path, 'r')
  try {
    assert.throws(() => SharedMemory.open({ fd: readOnly }), {
      name: 'SystemError',
      code: 'EACCES',
      syscall: 'mmap',
      message: /cannot be mapped to read and write: open it with O_RDWR/,
    })
  } finally {
    closeSync(readOnly)
    rmSync(directory, { recursive: true })
  }
})

test('SharedMemory.open() refuses sources of another form', () => {
  for (const source of [undefined, null, 3, 'name', {}, { pid: 5 }]) {
    assert.throws(() => SharedMemory.open(source as SharedMemorySource), { name: 'TypeError', code: 'ERR_SOURCE' })
  }
  for (const source of [
    { fd: -1 },
    { fd: 1.5 },
    { fd: '3' },
    { pid: 0, fd: 3 },
    { pid: 2 ** 31, fd: 3 },
    { pid: 1, fd: Number.NaN },
  ]) {
    assert.throws(() => SharedMemory.open(source as SharedMemorySource), { name: 'RangeError', code: 'ERR_SOURCE' })
  }
})

test('SharedMemory.open() commits what the file has not got yet, or says that there is no room', {
  skip: unshareRefused('-Urm'),
}, () => {
  const directory = mkdtempSync(join(tmpdir(), 'crossmem-'))
  const program = `
      import { openSync, ftruncateSync, fstatSync } from 'node:fs'
      const sparse = (name, bytes) => {
        const fd = openSync('${directory}/' + name, 'w+')
        ftruncateSync(fd, bytes)
        return fd
      }
      const fits = SharedMemory.open({ fd: sparse('fits', 200_000) })
      console.log(fstatSync(fits.fd).blocks * 512 >= 200_000)
      console.log(codeOf(() => SharedMemory.open({ fd: sparse('too-much', 2_000_000) })))`
  const script = `mount -t tmpfs -o size=1m none ${directory} && exec "$@"`
  try {
    assert.equal(run(program, { through: ['unshare', '-Urm', 'sh', '-c', script, 'sh'] }), 'true\nENOSPC')
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test('a disposed SharedMemory has closed its descriptor, and keeps its memory', () => {
  const shared = SharedMemory.create(1000)
  const { fd } = shared
  using again = SharedMemory.open({ pid: process.pid, fd })
  shared[Symbol.dispose]()
  shared[Symbol.dispose]()
  assert.throws(() => shared.fd, { code: 'ERR_CLOSED' })
  shared.bytes[5] = 6
  assert.equal(again.bytes[5], 6)
  assert.throws(() => SharedMemory.open({ fd }), { code: 'EBADF' })
})

test('SharedMemory leaves no descriptor open, whatever comes of it', () => {
  const folder = openSync('/dev/shm', 'r')
  const empty = createMemfd('empty', 0)
  const before = descriptors()
  for (let round = 0; round < 20; round++) {
    using shared = SharedMemory.create(100)
    using again = SharedMemory.open({ pid: process.pid, fd: shared.fd })
    assert.equal(again.byteLength, 100)
    for (const fd of [folder, empty, 9999]) {
      assert.throws(() => SharedMemory.open({ fd }))
      assert.throws(() => SharedMemory.open({ pid: process.pid, fd }))
    }
    assert.throws(() => SharedMemory.open({ name: `crossmem-none-${process.pid}` }))
  }
  assert.equal(descriptors(), before)
  closeSync(folder)
  closeSync(empty)
})

test('SharedMemory keeps its descriptors from programs that are not given them', () => {
  using shared = SharedMemory.create(100)
  using again = SharedMemory.open({ pid: process.pid, fd: shared.fd })
  const program = `
    import { readdirSync, readlinkSync } from 'node:fs'
    const files = readdirSync('/proc/self/fd').map((fd) => codeOf(() => readlinkSync('/proc/self/fd/' + fd)))
    console.log(files.filter((file) => file.startsWith('/memfd:crossmem')).length)`
  assert.equal(run(program), '0')
  assert.equal(run(program, { fd: again.fd }), '1')
})
