import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { HexDump } from '../../src/cli/memory/hex-dump.ts'
import { pattern } from '../attach/pattern.ts'
import { randomFrom, seedOfRun } from '../attach/random.ts'
import { startTarget } from '../attach/start-target.ts'
import { CLI } from '../support/ranks.ts'
import { crossmem } from './memory/crossmem.ts'

const hasHexdump = spawnSync('hexdump', ['-C', '/dev/null']).status === 0

test('HexDump writes lines as hexdump -C does', () => {
  const dump = new HexDump(0x7f0000001000n)
  assert.equal(
    dump.add(Buffer.from('Hello, hexdump! \0\x01\x7f\xff', 'latin1')),
    '7f0000001000  48 65 6c 6c 6f 2c 20 68  65 78 64 75 6d 70 21 20  |Hello, hexdump! |\n',
  )
  assert.equal(dump.end(), '7f0000001010  00 01 7f ff                                       |....|\n7f0000001014\n')
})

test('HexDump writes nothing for no bytes', () => {
  const dump = new HexDump(0n)
  assert.equal(dump.add(new Uint8Array(0)) + dump.end(), '')
})

test('HexDump writes what hexdump -C writes, whatever the bytes, and however they come', {
  skip: !hasHexdump && 'needs hexdump',
}, () => {
  const seed = seedOfRun()
  const below = randomFrom(seed)
  const folder = mkdtempSync('/dev/shm/crossmem-test-')
  try {
    for (let round = 0; round < 40; round++) {
      // Runs of lines alike, of a length that is no multiple of a line, at an address far up in an empty file.
      const parts = Array.from({ length: below(6) }, () => Buffer.alloc(below(80), below(3) === 0 ? below(256) : 0))
      const bytes = Buffer.concat([...parts, Buffer.from(Uint8Array.from({ length: below(40) }, () => below(256)))])
      const address = below(2) === 0 ? below(10_000) : 0x7f0000000000 + below(10_000)
      const path = join(folder, 'memory')
      const fd = openSync(path, 'w+')
      writeSync(fd, bytes, 0, bytes.length, address)
      ftruncateSync(fd, address + bytes.length)
      closeSync(fd)
      const args = ['-C', '-s', String(address), '-n', String(bytes.length), path]
      const expected = bytes.length === 0 ? '' : spawnSync('hexdump', args, { encoding: 'latin1' }).stdout
      const dump = new HexDump(BigInt(address))
      let text = ''
      for (let at = 0; at < bytes.length; ) {
        const count = below(50) + 1
        text += dump.add(bytes.subarray(at, at + count))
        at += count
      }
      assert.equal(text + dump.end(), expected, `seed ${seed}`)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('crossmem peek prints memory behind its address, and --raw the bytes', async () => {
  await using child = await startTarget('ww')
  const { status, stdout, stderr } = crossmem('peek', child.pid, `0x${(child.address + 5n).toString(16)}`, '0x20')
  assert.equal(stderr, '')
  assert.equal(status, 0)
  const dump = new HexDump(child.address + 5n)
  assert.equal(stdout, dump.add(pattern(5, 32)) + dump.end())
  const raw = crossmem('peek', child.pid, child.address, '8K', '--raw')
  assert.deepEqual(raw.bytes, Buffer.from(pattern(0, 8192)))
  assert.equal(crossmem('peek', child.pid, child.address, 0).stdout, '')
})

test('crossmem peek prints what comes before a hole, says why it stops, and fails', async () => {
  await using child = await startTarget('w.')
  const { status, stdout, stderr } = crossmem('peek', child.pid, child.address + 4000n, 1000)
  assert.equal(status, 1)
  const dump = new HexDump(child.address + 4000n)
  assert.equal(stdout, dump.add(pattern(4000, 96)) + dump.end())
  assert.match(stderr, /^crossmem peek: .*EFAULT at 0x[0-9a-f]+, nothing is mapped there.* \[EFAULT\]\n$/)
  assert.equal(crossmem('peek', child.pid, child.address + 4000n, 1000, '--raw').bytes.length, 96)
})

test('crossmem peek ends well when its reader has seen enough', async () => {
  await using child = await startTarget('w'.repeat(64))
  const args = [CLI, 'peek', String(child.pid), String(child.address), '256K']
  for (const raw of [[], ['--raw']]) {
    const peeking = spawn(process.execPath, [...args, ...raw], { stdio: ['ignore', 'pipe', 'pipe'] })
    peeking.stdout.once('data', () => peeking.stdout.destroy())
    const said: Buffer[] = []
    peeking.stderr.on('data', (text) => said.push(text))
    const [code] = await once(peeking, 'close')
    assert.equal(Buffer.concat(said).toString(), '')
    assert.equal(code, 0)
  }
})
