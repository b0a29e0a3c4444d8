import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { test } from 'node:test'
import { SharedMemory } from '../../src/index.ts'
import { unshareRefused } from '../attach/start-target.ts'

test('SharedMemory.create({ bytes, name }) makes what others open by its name, until it is unlinked', () => {
  const name = `/crossmem-test-${process.pid}-named`
  using shared = SharedMemory.create({ bytes: 5000, name })
  try {
    shared.bytes[4999] = 7
    const { size, mode } = statSync(`/dev/shm${name}`)
    assert.deepEqual({ size, mode }, { size: 5000, mode: 0o100600 })
    using again = SharedMemory.open({ name: name.slice(1) })
    assert.equal(again.bytes[4999], 7)
    again.bytes[0] = 8
    assert.equal(shared.bytes[0], 8)
    assert.throws(() => SharedMemory.create({ bytes: 5000, name }), { name: 'SystemError', code: 'EEXIST' })
  } finally {
    SharedMemory.unlink(name)
  }
  assert.throws(() => SharedMemory.open({ name }), { code: 'ENOENT' })
  assert.throws(() => SharedMemory.unlink(name), { code: 'ENOENT', syscall: 'unlink' })
  // Who has it keeps it.
  shared.bytes[1] = 9
  using same = SharedMemory.open({ pid: process.pid, fd: shared.fd })
  assert.equal(same.bytes[1], 9)
})

test('SharedMemory.create({ bytes }) has no name, and a name is checked', () => {
  using shared = SharedMemory.create({ bytes: 100 })
  assert.equal(shared.byteLength, 100)
  for (const name of ['', 'a/b', '..', 5 as unknown as string]) {
    assert.throws(() => SharedMemory.create({ bytes: 10, name }), { name: 'RangeError', code: 'ERR_SOURCE' })
    assert.throws(() => SharedMemory.unlink(name), { name: 'RangeError', code: 'ERR_SOURCE' })
  }
  assert.throws(() => SharedMemory.create({ name: 'x' } as unknown as { bytes: number }), { code: 'ERR_LENGTH' })
})

test('SharedMemory.create({ bytes, name }) that finds no memory leaves no name', {
  skip: unshareRefused('-Urm'),
}, () => {
  const program = `
    import { readdirSync } from 'node:fs'
    import { SharedMemory } from '${new URL('../../src/index.js', import.meta.url)}'
    try {
      SharedMemory.create({ bytes: 2_000_000, name: 'named' })
    } catch ({ code }) {
      console.log(code, readdirSync('/dev/shm').length)
    }`
  const script = 'mount -t tmpfs -o size=1m none /dev/shm && exec "$@"'
  const args = ['-Urm', 'sh', '-c', script, 'sh', process.execPath, '--input-type=module', '--eval', program]
  const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8' })
  assert.equal(stderr, '')
  assert.equal(stdout, 'ENOSPC 0\n')
})
