import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { addressOf, vmfd } from '../../../src/index.ts'
import { held, leaked } from '../held.ts'
import { pattern } from '../pattern.ts'
import { startTarget } from '../start-target.ts'
import { FUSE_REFUSED } from '../vmfd/fuse-refused.ts'

const SERVER = fileURLToPath(new URL('server.js', import.meta.url))
const READER_SOURCE = fileURLToPath(new URL('../../../../test/attach/fuse/reader.c', import.meta.url))
const LENGTH = 300_000
const skip = FUSE_REFUSED

const folder = mkdtempSync(join(tmpdir(), 'crossmem-test-'))
const READER = join(folder, 'reader')
const compiled = spawnSync('cc', ['-O1', '-o', READER, READER_SOURCE], { encoding: 'utf8' })
const skipReader = skip || (compiled.status !== 0 && `needs cc: ${compiled.error?.message ?? compiled.stderr}`)
after(() => rmSync(folder, { recursive: true }))
let files = 0

/** A path at which there is nothing yet. */
function freePath(): string {
  files += 1
  return join(folder, `window-${files}`)
}

/** A child's output, line by line. */
function linesOf(child: ChildProcess): () => Promise<string> {
  const lines = createInterface(child.stdout!)[Symbol.asyncIterator]()
  return async () => (await lines.next()).value
}

async function startServer(path: string, access: string, more: readonly string[] = []) {
  const server = spawn(process.execPath, [SERVER, path, String(LENGTH), access, ...more], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(server, 'exit')
  const next = linesOf(server)
  assert.equal(await next(), 'ready')
  const kill = async () => {
    server.kill('SIGKILL')
    await ended
  }
  return { server, next, ended, kill, [Symbol.asyncDispose]: kill }
}

async function startHolder(path: string) {
  const reader = spawn(READER, ['hold', path], { stdio: ['pipe', 'pipe', 'inherit'] })
  const next = linesOf(reader)
  assert.equal(await next(), 'ready 0')
  return async () => {
    reader.stdin!.end('\n')
    return [await next(), await next(), await next()]
  }
}

/** The mounts of this test's folder. */
function mounts(): string[] {
  return readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.includes(folder))
}

function countMounts(): number {
  return readFileSync('/proc/self/mounts', 'utf8').split('\n').length
}

/** What another process does comes about a little later. */
async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(5)
}

test('vmfd() with a path serves the window as a file to any program, until it is closed', { skip }, () => {
  const memory = pattern(0, LENGTH)
  const path = freePath()
  const window = vmfd(process.pid, addressOf(memory) + 10n, LENGTH - 10, { mount: path })
  assert.equal(window.backing, 'fuse')
  const { size, mode, uid } = statSync(path)
  assert.deepEqual({ size, mode, uid }, { size: LENGTH - 10, mode: 0o100400, uid: process.geteuid!() })
  assert.equal(mounts().length, 1)
  const { stdout } = spawnSync('cat', [path], { maxBuffer: 2 * LENGTH })
  assert.ok(stdout.equals(memory.subarray(10)))
  memory[10] = 99
  assert.equal(spawnSync('head', ['-c', '1', path]).stdout[0], 99)
  assert.notEqual(spawnSync('sh', ['-c', `echo x >> ${path}`]).status, 0)
  window.close()
  assert.equal(existsSync(path), false)
  assert.deepEqual(mounts(), [])
})

test('other programs write to a window that may be written, and cannot resize it', { skip }, () => {
  const memory = pattern(0, LENGTH)
  const path = freePath()
  using window = vmfd(process.pid, addressOf(memory), LENGTH, { mount: path, access: 'readwrite' })
  assert.equal(window.access, 'readwrite')
  const write = (script: string) => spawnSync('sh', ['-c', script, 'sh', path], { encoding: 'utf8' })
  assert.equal(write('printf hello > "$1"').stderr, '')
  assert.equal(write('printf HELLO | dd of="$1" bs=5 seek=2 conv=notrunc status=none').stderr, '')
  const expected = pattern(0, LENGTH)
  expected.set(Buffer.from('hello'))
  expected.set(Buffer.from('HELLO'), 10)
  assert.ok(Buffer.from(memory).equals(expected))
  const behind = `dd of="$1" oflag=seek_bytes seek=${LENGTH} conv=notrunc status=none`
  assert.match(write(`printf 1 | ${behind}`).stderr, /No space left/)
  assert.equal(statSync(path).size, LENGTH)
  assert.throws(() => truncateSync(path, 5), { code: 'EPERM' })
  assert.equal(statSync(path).size, LENGTH)
  assert.notEqual(spawnSync('chmod', ['666', path]).status, 0)
})

test('pread, io_uring, libaio and both kinds of mmap work on the file', { skip: skipReader }, async () => {
  const memory = pattern(0, LENGTH)
  const path = freePath()
  using window = vmfd(process.pid, addressOf(memory), LENGTH, { mount: path })
  assert.equal(window.byteLength, LENGTH)
  const { stdout, stderr } = spawnSync(READER, ['check', path, String(LENGTH)], { encoding: 'utf8' })
  assert.equal(stderr, '')
  const [read, aio, ring, secret, shared] = stdout.trim().split('\n')
  assert.deepEqual([read, aio, secret, shared], ['pread: right', 'aio: right', 'private: right', 'shared: right'])
  assert.match(ring, /^ring: (right|none here)$/)
})

for (const access of ['read', 'readwrite']) {
  test(`close() takes a ${access} window from whoever has it open or mapped`, { skip: skipReader }, async () => {
    const path = freePath()
    await using serving = await startServer(path, access)
    const outcome = await startHolder(path)
    serving.server.stdin!.write('close')
    assert.match(await serving.next(), /^closed/)
    const [read, first, last] = await outcome()
    assert.match(read, /^pread: (ENOTCONN|ECONNABORTED)$/)
    assert.equal(first, 'first: SIGBUS')
    assert.equal(last, 'last: SIGBUS')
    assert.equal(existsSync(path), false)
  })

  test(`a ${access} window's readers get an error when its server is killed, and the mount goes away`, {
    skip: skipReader,
  }, async () => {
    const path = freePath()
    const serving = await startServer(path, access)
    const outcome = await startHolder(path)
    await serving.kill()
    const [read, first, last] = await outcome()
    assert.match(read, /^pread: (ENOTCONN|ECONNABORTED)$/)
    // What the reader had fetched before is still in its hands.
    assert.match(first, /^first: (0|SIGBUS)$/)
    assert.equal(last, 'last: SIGBUS')
    await eventually(() => !existsSync(path) && mounts().length === 0)
  })

  test(`a ${access} window is taken back when the process whose memory it is ends`, { skip: skipReader }, async () => {
    const path = freePath()
    await using child = await startTarget('w'.repeat(Math.ceil(LENGTH / 4096)))
    await using serving = await startServer(path, access, [String(child.pid), String(child.address)])
    const outcome = await startHolder(path)
    await child.end()
    // The server notices by itself; from then on no new reader gets in either.
    await eventually(() => spawnSync('head', ['-c', '1', path]).status !== 0)
    const [read, first, last] = await outcome()
    assert.match(read, /^pread: (ENOTCONN|ECONNABORTED)$/)
    assert.equal(first, 'first: SIGBUS')
    assert.equal(last, 'last: SIGBUS')
    serving.server.stdin!.write('close')
    await serving.next()
    assert.equal(existsSync(path), false)
  })
}

test('a window that no path leads to is gone with the process, without a trace', { skip }, async () => {
  const program = `
    import { addressOf, vmfd } from '${new URL('../../../src/index.js', import.meta.url)}'
    const memory = new Uint8Array(1000)
    const window = vmfd(process.pid, addressOf(memory), 1000, { backing: 'fuse' })
    console.log(window.pread(new Uint8Array(10)))
    process.kill(process.pid, 'SIGKILL')`
  const before = countMounts()
  const temporary = readdirSync(tmpdir())
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' })
  assert.equal(stdout, '10\n')
  assert.equal(countMounts(), before)
  assert.deepEqual(
    readdirSync(tmpdir()).filter((name) => name.startsWith('crossmem-vmfd') && !temporary.includes(name)),
    [],
  )
})

test('a process that ends with windows open does not wait for their servers', { skip }, () => {
  const program = `
    import { addressOf, vmfd } from '${new URL('../../../src/index.js', import.meta.url)}'
    const memory = new Uint8Array(1000)
    vmfd(process.pid, addressOf(memory), 1000, { backing: 'fuse' })
    vmfd(process.pid, addressOf(memory), 1000, { mount: process.argv[1] })
    if (process.argv[2] === 'exit') process.exit(3)
    if (process.argv[2] === 'throw') throw new Error('on purpose')`
  for (const [how, code] of [
    ['exit', 3],
    ['throw', 1],
    ['end', 0],
  ] as const) {
    const path = freePath()
    const args = ['--input-type=module', '--eval', program, path, how]
    const { status } = spawnSync(process.execPath, args, { timeout: 20_000 })
    assert.equal(status, code)
    assert.equal(existsSync(path), false)
  }
  assert.deepEqual(mounts(), [])
})

test('a window is not mounted over what is there already', { skip }, () => {
  const memory = new Uint8Array(1000)
  const path = freePath()
  writeFileSync(path, 'mine')
  const before = held()
  const refused = { code: 'ERR_FUSE', message: /there is something at .* already/ }
  assert.throws(() => vmfd(process.pid, addressOf(memory), 1000, { mount: path }), refused)
  assert.equal(readFileSync(path, 'utf8'), 'mine')
  assert.throws(() => vmfd(process.pid, addressOf(memory), 1000, { mount: join(folder, 'no/such/folder') }), {
    code: 'ERR_FUSE',
    message: /ENOENT/,
  })
  assert.deepEqual(leaked(before), {})
})

test('a few threads wait for the next window, and the others end', { skip }, async () => {
  const memory = pattern(0, 1000)
  const open = () => vmfd(process.pid, addressOf(memory), 1000, { backing: 'fuse' })
  const before = held().threads
  for (const window of Array.from({ length: 8 }, open)) {
    assert.equal(window.pread(new Uint8Array(2000)), 1000)
    window.close()
  }
  await eventually(() => held().threads <= before + 4)
  using next = open()
  assert.equal(next.pread(new Uint8Array(2000)), 1000)
  assert.ok(held().threads <= before + 4)
})
