import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMappings } from '../../src/attach/mappings.ts'
import { attach } from '../../src/index.ts'
import { startTarget } from './start-target.ts'

const PAGE = 4096n

test('parseMappings() reads every column', () => {
  const text = [
    '55d0c5a00000-55d0c5a21000 r-xp 0001c000 fe:00 260850                     /usr/bin/some program',
    '7f00a0000000-7f00a0021000 rw-p 00000000 00:00 0 ',
    '7f00b0000000-7f00b0001000 -w-s 100000000 00:01 18446744073709551615       /memfd:odd\\012name (deleted)',
    'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]',
    '',
  ].join('\n')
  const plain = { readable: true, writable: false, executable: true, shared: false }
  assert.deepEqual(parseMappings(text), [
    {
      ...plain,
      start: 0x55d0c5a00000n,
      end: 0x55d0c5a21000n,
      offset: 0x1c000n,
      device: 'fe:00',
      inode: 260850n,
      path: '/usr/bin/some program',
    },
    {
      ...plain,
      writable: true,
      executable: false,
      start: 0x7f00a0000000n,
      end: 0x7f00a0021000n,
      offset: 0n,
      device: '00:00',
      inode: 0n,
      path: null,
    },
    {
      readable: false,
      writable: true,
      executable: false,
      shared: true,
      start: 0x7f00b0000000n,
      end: 0x7f00b0001000n,
      offset: 0x100000000n,
      device: '00:01',
      inode: 18446744073709551615n,
      path: '/memfd:odd\nname (deleted)',
    },
    {
      ...plain,
      readable: false,
      start: 0xffffffffff600000n,
      end: 0xffffffffff601000n,
      offset: 0n,
      device: '00:00',
      inode: 0n,
      path: '[vsyscall]',
    },
  ])
})

test('mappings() reads every line of a real process', async () => {
  await using child = await startTarget('wwr-o.w')
  using target = attach(child.pid)
  const mappings = target.mappings()
  const start = child.address
  const rights = mappings
    .filter((mapping) => mapping.start >= start && mapping.end <= start + 7n * PAGE)
    .map(({ start: from, end, readable, writable, shared, offset, path }) => [
      Number((from - start) / PAGE),
      Number((end - from) / PAGE),
      `${readable ? 'r' : '-'}${writable ? 'w' : '-'}${shared ? 's' : 'p'}`,
      Number(offset / PAGE),
      path,
    ])
  const path = '/memfd:target (deleted)'
  assert.deepEqual(rights, [
    [0, 2, 'rws', 0, path],
    [2, 1, 'r-s', 2, path],
    [3, 1, '--s', 3, path],
    [4, 1, '-ws', 4, path],
    [6, 1, 'rws', 6, path],
  ])
  assert.ok(mappings.some((mapping) => mapping.path === '[stack]'))
  assert.ok(mappings.every((mapping, index) => index === 0 || mapping.start >= mappings[index - 1].end))
})
