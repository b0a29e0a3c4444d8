import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseMappings } from '../../src/attach/mappings.ts'
import { startTarget } from '../attach/start-target.ts'
import { crossmem } from './memory/crossmem.ts'

test('crossmem maps lists what the kernel lists', async () => {
  await using child = await startTarget('wr-.w')
  const { status, stdout, stderr } = crossmem('maps', child.pid)
  assert.equal(stderr, '')
  assert.equal(status, 0)
  const kernel = parseMappings(readFileSync(`/proc/${child.pid}/maps`, 'utf8'))
  const lines = stdout.trimEnd().split('\n')
  assert.equal(lines.length, kernel.length)
  const start = child.address.toString(16).padStart(12, '0')
  const own = lines.findIndex((line) => line.startsWith(start))
  assert.match(lines[own], /^[0-9a-f]{12}-[0-9a-f]{12} {5}4 KiB {2}rw-s {2}\/memfd:target \(deleted\)$/)
  assert.match(lines[own + 1], / 4 KiB {2}r--s {2}\/memfd/)
  assert.match(lines[own + 2], / 4 KiB {2}---s {2}\/memfd/)
})

test('crossmem maps --json prints an object a line', async () => {
  await using child = await startTarget('w')
  const { stdout } = crossmem('maps', child.pid, '--json')
  const objects = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const own = objects.find(({ start }) => BigInt(start) === child.address)
  assert.deepEqual(
    { ...own, inode: 0, device: '' },
    {
      start: `0x${child.address.toString(16)}`,
      end: `0x${(child.address + 4096n).toString(16)}`,
      length: 4096,
      offset: '0x0',
      inode: 0,
      readable: true,
      writable: true,
      executable: false,
      shared: true,
      device: '',
      path: '/memfd:target (deleted)',
    },
  )
})

test('crossmem maps says why there is nothing to list', () => {
  const { status, stdout, stderr } = crossmem('maps', 2 ** 22 - 1)
  assert.equal(status, 1)
  assert.equal(stdout, '')
  assert.match(
    stderr,
    /^crossmem maps: cannot read the mappings of process 4194303: ESRCH, there is no such process.* \[ESRCH\]\n$/,
  )
})

test('crossmem maps, peek, find and vmfd end with 2 for arguments that mean nothing', () => {
  for (const [args, said] of [
    [['maps'], /takes 1 arguments, not 0/],
    [['maps', 'x'], /a pid is a whole number from 1, not 'x'/],
    [['maps', '1', '2'], /takes 1 arguments, not 2/],
    [['maps', '1', '--wide'], /Unknown option '--wide'/],
    [['peek', '1', '0x10'], /takes 3 arguments, not 2/],
    [['peek', '1', '0xg', '5'], /an address is a number such as .*, not '0xg'/],
    [['peek', '1', '0x10', '5X'], /a length is a number of bytes .*, not '5X'/],
    [['find', '1', ''], /a pattern is text, or bytes/],
    [['find', '1', 'hex:0'], /a pattern is text, or bytes/],
    [['vmfd', '1', '0x10', '5'], /Give --mount FILE/],
  ] as const) {
    const { status, stdout, stderr } = crossmem(...args)
    assert.equal(status, 2, stderr)
    assert.equal(stdout, '')
    assert.match(stderr, new RegExp(`^crossmem ${args[0]}: `))
    assert.match(stderr, said)
    assert.match(stderr, new RegExp(`Try 'crossmem ${args[0]} --help'`))
    assert.match(crossmem(args[0], '--help').stdout, new RegExp(`^Usage: crossmem ${args[0]} `))
  }
})
