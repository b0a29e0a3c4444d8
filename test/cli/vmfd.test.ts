import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { pattern } from '../attach/pattern.ts'
import { startTarget } from '../attach/start-target.ts'
import { FUSE_REFUSED } from '../attach/vmfd/fuse-refused.ts'
import { CLI } from '../support/ranks.ts'
import { crossmem } from './memory/crossmem.ts'

const skip = FUSE_REFUSED

/** Starts the command, and waits until the file is there. */
async function serve(path: string, ...args: readonly (string | number | bigint)[]) {
  const command = spawn(process.execPath, [CLI, 'vmfd', ...args.map(String), '--mount', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface(command.stdout)[Symbol.asyncIterator]()
  const next = async (): Promise<string> => (await lines.next()).value
  const ended = once(command, 'exit')
  const first = await next()
  assert.match(first, / shows 4096 bytes at 0x[0-9a-f]+ of process \d+$/)
  return { command, next, ended }
}

async function withPath(act: (path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-test-'))
  try {
    await act(join(folder, 'window'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`crossmem vmfd serves memory as a file until ${signal}`, { skip }, () =>
    withPath(async (path) => {
      await using child = await startTarget('w')
      const { command, next, ended } = await serve(path, child.pid, child.address, '4K')
      assert.deepEqual(readFileSync(path), Buffer.from(pattern(0, 4096)))
      assert.throws(() => writeFileSync(path, 'x'))
      command.kill(signal)
      assert.equal(await next(), `ended by ${signal}; the file is gone`)
      assert.deepEqual(await ended, [0, null])
      assert.equal(existsSync(path), false)
    }),
  )
}

test('crossmem vmfd --write lets the file be written, and ends with the process', { skip }, () =>
  withPath(async (path) => {
    await using child = await startTarget('w')
    const { next, ended } = await serve(path, child.pid, child.address, '4K', '--write')
    writeFileSync(path, 'hello', { flag: 'r+' })
    assert.equal(Buffer.from(await child.look(0, 5)).toString(), 'hello')
    await child.end()
    assert.equal(await next(), `process ${child.pid} has ended; the file is gone`)
    assert.deepEqual(await ended, [0, null])
    assert.equal(existsSync(path), false)
  }),
)

test('crossmem vmfd leaves no file when it is killed', { skip }, () =>
  withPath(async (path) => {
    await using child = await startTarget('w')
    const { command, ended } = await serve(path, child.pid, child.address, '4K')
    command.kill('SIGKILL')
    await ended
    while (existsSync(path)) await delay(5)
    const left = readFileSync('/proc/self/mounts', 'utf8')
    assert.equal(left.includes(path), false)
  }),
)

test('crossmem vmfd says what the kernel refused', () =>
  withPath(async (path) => {
    const { status, stderr } = crossmem('vmfd', 2 ** 22 - 1, '0x1000', 10, '--mount', path)
    assert.equal(status, 1)
    assert.match(stderr, /^crossmem vmfd: cannot open the memory of process 4194303: ESRCH, .* \[ESRCH\]\n$/)
    assert.equal(existsSync(path), false)
  }))
