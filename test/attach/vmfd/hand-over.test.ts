import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { addressOf, type BackingKind, SharedMemory, Vmfd, vmfd } from '../../../src/index.ts'
import { isReadWrite } from '../../../src/os/descriptor.ts'
import { receiveDescriptor, sendDescriptor } from '../../../src/os/fd-passing.ts'
import { createSocketPair } from '../../../src/os/socket-pair.ts'
import { held } from '../held.ts'
import { ORDINARY_USER } from '../start-target.ts'
import { FUSE_REFUSED } from './fuse-refused.ts'

const RECEIVER = fileURLToPath(new URL('receiver.js', import.meta.url))

/** A window on memory of this process that begins with a word. */
function windowOn(word: string, backing: BackingKind, access: 'read' | 'readwrite' = 'read') {
  const shared = SharedMemory.create(10_000)
  const bytes = backing === 'memfd' ? shared.bytes : new Uint8Array(10_000)
  bytes.set(Buffer.from(word))
  const window = vmfd(process.pid, addressOf(bytes), 9000, { backing, access })
  const dispose = () => {
    window.close()
    shared[Symbol.dispose]()
  }
  return { bytes, window, [Symbol.dispose]: dispose }
}

async function withServer(act: (path: string, server: Server) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-'))
  const path = join(folder, 'socket')
  const server = createServer({ pauseOnConnect: true })
  // Others of this machine shall get in, for the receiver runs as another user.
  server.listen({ path, writableAll: true, readableAll: true })
  await once(server, 'listening')
  chmodSync(folder, 0o755)
  try {
    await act(path, server)
  } finally {
    server.close()
    rmSync(folder, { recursive: true })
  }
}

test('sendTo() and receiveFrom() pass windows to a process that may not attach', { skip: FUSE_REFUSED }, () =>
  withServer(async (path, server) => {
    const receiver = spawn(process.execPath, [RECEIVER, path, '4'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      ...ORDINARY_USER,
    })
    const ended = once(receiver, 'exit')
    const lines = createInterface(receiver.stdout)[Symbol.asyncIterator]()
    const next = async () => JSON.parse((await lines.next()).value)
    const [socket] = (await once(server, 'connection')) as [Socket]
    using inFile = windowOn('memfd', 'memfd')
    using inMemory = windowOn('array', 'mem', 'readwrite')
    using served = windowOn('serve', 'fuse')
    using taken = windowOn('taken', 'fuse', 'readwrite')
    const common = { byteLength: 9000, pid: process.pid }
    for (const [{ window }, backing, access, shows] of [
      [inFile, 'memfd', 'read', 'memfd'],
      [inMemory, 'mem', 'read', 'array'],
      [served, 'fuse', 'read', 'serve'],
      [taken, 'fuse', 'readwrite', 'taken'],
    ] as const) {
      await window.sendTo(socket)
      assert.deepEqual(await next(), { ...common, backing, access, shows, start: String(window.start) })
    }
    // All of them show what is there now, but for the one that was taken back.
    for (const { bytes } of [inFile, inMemory, served]) bytes.set(Buffer.from('later'))
    taken.window.close()
    receiver.stdin.end()
    for (const shows of ['later', 'later', 'later']) assert.deepEqual(await next(), { shows })
    assert.match((await next()).shows, /^(ENOTCONN|ECONNABORTED)$/)
    await ended
    socket.destroy()
  }),
)

/** Both ends within this process. */
async function pass(window: Vmfd): Promise<Vmfd> {
  const [from, to] = createSocketPair()
  try {
    const [received] = await Promise.all([Vmfd.receiveFrom(to), window.sendTo(from)])
    return received
  } finally {
    closeSync(from)
    closeSync(to)
  }
}

for (const [backing, skip] of [
  ['memfd', false],
  ['fuse', FUSE_REFUSED],
] as const) {
  test(`receiveFrom() gives a ${backing} window that writes, if it may`, { skip }, async () => {
    using sent = windowOn('?????', backing, 'readwrite')
    using received = await pass(sent.window)
    assert.equal(received.access, 'readwrite')
    received.pwrite(Buffer.from('hello'))
    assert.equal(Buffer.from(sent.bytes.subarray(0, 5)).toString(), 'hello')
    assert.equal(received.pread(new Uint8Array(100), 8990), 10)
  })
}

test('a mem window is passed on read-only, whatever it was', async () => {
  using sent = windowOn('hello', 'mem', 'readwrite')
  using received = await pass(sent.window)
  assert.equal(received.access, 'read')
  assert.equal(isReadWrite(received.fd), false)
  assert.throws(() => received.pwrite(new Uint8Array(1)), { code: 'ERR_READ_ONLY' })
  // And once more: who received it may pass it on.
  using again = await pass(received)
  const view = Buffer.alloc(5)
  again.pread(view)
  assert.equal(view.toString(), 'hello')
})

test('a memfd window to be read only is passed with a descriptor that only reads', async () => {
  using sent = windowOn('hello', 'memfd')
  using received = await pass(sent.window)
  assert.equal(isReadWrite(received.fd), false)
})

test('receiveFrom() leaves in the socket what follows the window', async () => {
  using sent = windowOn('hello', 'mem')
  const [from, to] = createSocketPair()
  await sent.window.sendTo(from)
  await sent.window.sendTo(from)
  for (let count = 0; count < 2; count++) {
    using received = await Vmfd.receiveFrom(to)
    assert.equal(received.pread(Buffer.alloc(5)), 5)
  }
  closeSync(from)
  await assert.rejects(Vmfd.receiveFrom(to), { code: 'ERR_NO_WINDOW', message: /the end of the connection came/ })
  closeSync(to)
})

test('receiveFrom() refuses what is no window, and keeps no descriptor of it', async () => {
  const file = openSync('/dev/null', 'r')
  const memory = SharedMemory.create(1000)
  const valid = { crossmem: 'vmfd', backing: 'memfd', base: 0, length: 10, access: 'read', pid: 1, start: '0' }
  const line = (changes: object): Buffer => Buffer.from(`${JSON.stringify({ ...valid, ...changes })}\n`)
  const before = held().descriptors
  for (const [sent, fd] of [
    ['nonsense\n', file],
    ['null\n', file],
    ['x'.repeat(600), file],
    [line({}), file],
    [line({ backing: 'disk' }), memory.fd],
    [line({ crossmem: 'other' }), memory.fd],
    [line({ base: -1 }), memory.fd],
    [line({ base: 2 ** 53 }), memory.fd],
    [line({ length: 0 }), memory.fd],
    [line({ length: 1001 }), memory.fd],
    [line({ base: 999, length: 2 }), memory.fd],
    [line({ length: '10' }), memory.fd],
    [line({ pid: 1.5 }), memory.fd],
    [line({ start: 5 }), memory.fd],
    [line({ start: '0x5' }), memory.fd],
    [line({ access: 'write' }), memory.fd],
    [line({ backing: 'mem', base: 0 }), -1],
  ] as const) {
    const [from, to] = createSocketPair()
    if (fd < 0) {
      writeSync(from, String(sent))
    } else sendDescriptor(from, fd, Buffer.from(sent))
    await assert.rejects(Vmfd.receiveFrom(to), { code: 'ERR_NO_WINDOW' }, String(sent))
    closeSync(from)
    closeSync(to)
  }
  assert.equal(held().descriptors, before)
  closeSync(file)
  memory[Symbol.dispose]()
})

test('receiveFrom() stops waiting when its signal says so', async () => {
  const [from, to] = createSocketPair()
  const before = held().descriptors
  const giveUp = new AbortController()
  const received = Vmfd.receiveFrom(to, { signal: giveUp.signal })
  giveUp.abort(new Error('enough'))
  await assert.rejects(received, /enough/)
  await assert.rejects(Vmfd.receiveFrom(to, { signal: AbortSignal.abort(new Error('already')) }), /already/)
  assert.equal(held().descriptors, before)
  closeSync(from)
  closeSync(to)
})

test('sendTo() waits for room, and says when nobody is there any more', async () => {
  using sent = windowOn('hello', 'mem')
  const [from, to] = createSocketPair()
  const filler = Buffer.alloc(4096)
  while (sendDescriptor(from, from, filler) > 0);
  let done = false
  const sending = sent.window.sendTo(from).then(() => {
    done = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(done, false)
  for (const view = Buffer.alloc(65536); !done; await new Promise((resolve) => setImmediate(resolve))) {
    const { fd } = receiveDescriptor(to, view)
    if (fd >= 0) closeSync(fd)
  }
  await sending
  closeSync(to)
  await assert.rejects(sent.window.sendTo(from), { name: 'SystemError', code: 'EPIPE' })
  closeSync(from)
})

test('windows are passed through Unix sockets only', async () => {
  using sent = windowOn('hello', 'mem')
  for (const socket of [-1, 1.5, null, {}, 'socket']) {
    await assert.rejects(sent.window.sendTo(socket as number), { name: 'TypeError', code: 'ERR_SOCKET' })
    await assert.rejects(Vmfd.receiveFrom(socket as number), { name: 'TypeError', code: 'ERR_SOCKET' })
  }
  await assert.rejects(sent.window.sendTo(9999), { code: 'EBADF' })
})
