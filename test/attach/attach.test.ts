import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { AttachError, attach, CrossmemRangeError } from '../../src/index.ts'
import { ORDINARY_USER, startTarget, unshareRefused, YAMA_FORBIDS } from './start-target.ts'

const ATTACHER = fileURLToPath(new URL('attacher.js', import.meta.url))
const REUSER = fileURLToPath(new URL('pid-reuser.js', import.meta.url))
const isRoot = process.getuid!() === 0

interface Outcome {
  code: string
  message: string
  pid: number
}

/** What another process gets from attach(pid). */
function attachElsewhere(args: string[], { user = {}, through = [] as string[] } = {}): Outcome {
  const [command, ...rest] = [...through, process.execPath, ATTACHER, ...args]
  const { stdout, stderr } = spawnSync(command, rest, { ...user, encoding: 'utf8' })
  assert.equal(stderr, '')
  return JSON.parse(stdout)
}

function descriptors(): number {
  return readdirSync('/proc/self/fd').length
}

test('attach() gives the memory of a child', async () => {
  await using child = await startTarget('w')
  using target = attach(child.pid)
  assert.equal(target.pid, child.pid)
  assert.equal(target.read(child.address, 4096).length, 4096)
})

test('attach() refuses what cannot be a pid', () => {
  for (const pid of [0, -1, 1.5, Number.NaN, 2 ** 31, Number.POSITIVE_INFINITY]) {
    assert.throws(() => attach(pid), { name: 'RangeError', code: 'ERR_PID', message: new RegExp(`not number ${pid}$`) })
  }
  assert.throws(() => attach('1' as unknown as number), CrossmemRangeError)
})

test('attach() says that a process has ended', async () => {
  const child = spawn('true')
  await once(child, 'exit')
  assert.throws(
    () => attach(child.pid!),
    (error) => {
      assert.ok(error instanceof AttachError)
      assert.equal(error.code, 'ESRCH')
      assert.equal(error.errno, 3)
      assert.equal(error.pid, child.pid)
      assert.equal(error.address, undefined)
      assert.equal(error.length, undefined)
      assert.equal(error.transferred, 0)
      assert.match(error.message, new RegExp(`^cannot attach to process ${child.pid}: ESRCH, .*has ended`))
      return true
    },
  )
})

test('attach() and what it gave fail with ESRCH when the process is a zombie', async () => {
  // The shell becomes a cat, which never takes note of the child that the shell started.
  const parent = spawn('sh', ['-c', 'cat /dev/zero > /dev/null & echo $!; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  try {
    const [line] = await once(createInterface(parent.stdout), 'line')
    const pid = Number(line)
    using target = attach(pid)
    const { start } = target.mappings()[0]
    process.kill(pid, 'SIGKILL')
    while (!/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) await setImmediate()
    const before = descriptors()
    const zombie = { name: 'AttachError', code: 'ESRCH', message: /waits for its parent/ }
    assert.throws(() => attach(pid), zombie)
    assert.throws(() => target.read(start, 16), zombie)
    assert.throws(() => target.write(start, new Uint8Array(16)), zombie)
    assert.throws(() => target.mappings(), zombie)
    assert.equal(descriptors(), before)
  } finally {
    parent.stdin.end()
    await once(parent, 'exit')
  }
})

test('attach() names the process when it is given a thread of it', async () => {
  const worker = new Worker('setInterval(() => {}, 1000)', { eval: true })
  await once(worker, 'online')
  const tid = Number(readdirSync('/proc/self/task').find((name) => Number(name) !== process.pid))
  try {
    assert.throws(() => attach(tid), {
      code: 'ESRCH',
      message: new RegExp(`is a thread of process ${process.pid}: attach to`),
    })
  } finally {
    await worker.terminate()
  }
})

test('attach() says that the process is of another user', { skip: !isRoot && 'needs root' }, () => {
  const outcome = attachElsewhere([String(process.pid)], { user: ORDINARY_USER })
  assert.equal(outcome.code, 'EPERM')
  assert.equal(outcome.pid, process.pid)
  assert.match(
    outcome.message,
    /it runs as user 0, and this process as user 65534: run both as the same user, or .*CAP_SYS_PTRACE/,
  )
})

test('attach() says that the process is of another group', { skip: !isRoot && 'needs root' }, async () => {
  await using child = await startTarget('w', ORDINARY_USER)
  const outcome = attachElsewhere([String(child.pid)], { user: { uid: 65534, gid: 65533 } })
  assert.equal(outcome.code, 'EPERM')
  assert.match(outcome.message, /it runs as group 65534, and this process as group 65533: run both as the same group/)
})

test('attach() works between two processes of an ordinary user', { skip: YAMA_FORBIDS }, async () => {
  await using child = await startTarget('w', ORDINARY_USER)
  const outcome = attachElsewhere([String(child.pid)], { user: ORDINARY_USER })
  assert.equal(outcome.code, 'attached', outcome.message)
})

test('attach() says that the process is not dumpable', async () => {
  await using child = await startTarget('w', { dumpable: 'not-dumpable', ...ORDINARY_USER })
  const outcome = attachElsewhere([String(child.pid)], { user: ORDINARY_USER })
  assert.equal(outcome.code, 'EPERM')
  assert.match(outcome.message, /it is not dumpable, .*PR_SET_DUMPABLE/)
})

test('attach() says that the process lies in another user namespace', { skip: unshareRefused('-U') }, () => {
  const outcome = attachElsewhere([String(process.pid)], { through: ['unshare', '-U'] })
  assert.equal(outcome.code, 'EPERM')
  assert.match(outcome.message, /it lies in another user namespace/)
})

test('attach() says that a seccomp filter forbids the call', () => {
  const outcome = attachElsewhere([String(process.pid), 'process_vm_readv=EPERM'])
  assert.equal(outcome.code, 'EPERM')
  assert.match(outcome.message, /a seccomp filter forbids process_vm_readv .*seccomp=unconfined/)
})

test('attach() says that the kernel has no such call', () => {
  const outcome = attachElsewhere([String(process.pid), 'process_vm_readv=ENOSYS'])
  assert.equal(outcome.code, 'ENOSYS')
  assert.match(outcome.message, /CONFIG_CROSS_MEMORY_ATTACH/)
})

test('attach() does without pidfd_open where it is forbidden', { skip: YAMA_FORBIDS }, async () => {
  await using child = await startTarget('w', ORDINARY_USER)
  const outcome = attachElsewhere([String(child.pid), 'pidfd_open=EPERM'], { user: ORDINARY_USER })
  assert.equal(outcome.code, 'attached', outcome.message)
})

test('what attach() gave fails with ESRCH once the process has ended', async () => {
  const child = await startTarget('w')
  using target = attach(child.pid)
  await child.end()
  const ended = { name: 'AttachError', code: 'ESRCH', message: /it has ended/ }
  assert.throws(() => target.read(child.address, 16), { ...ended, address: child.address, length: 16, transferred: 0 })
  assert.throws(() => target.write(child.address, new Uint8Array(16)), ended)
  assert.throws(() => target.readv([new Uint8Array(4)], [{ address: child.address, length: 4 }]), ended)
  assert.throws(() => target.mappings(), ended)
})

test('what attach() gave fails with ESRCH when the pid means another process', {
  skip: unshareRefused('-Urpf', '--mount-proc'),
}, () => {
  const options = ['-Urpf', '--mount-proc', process.execPath, REUSER]
  const { stdout, stderr } = spawnSync('unshare', options, { encoding: 'utf8' })
  assert.equal(stderr, '')
  assert.deepEqual(JSON.parse(stdout), {
    samePid: true,
    byTheNew: 16,
    byTheOld: { read: 'ESRCH', write: 'ESRCH', mappings: 'ESRCH' },
  })
})

test('attach() leaves no descriptor open, whatever comes of it', async () => {
  const ended = await startTarget('w')
  await ended.end()
  await using child = await startTarget('w')
  const before = descriptors()
  for (let round = 0; round < 100; round++) {
    assert.throws(() => attach(ended.pid), AttachError)
    using target = attach(child.pid)
    target.read(child.address, 16)
    assert.throws(() => target.read(0n, 16), AttachError)
    target.mappings()
    target[Symbol.dispose]()
  }
  assert.equal(descriptors(), before)
})
