import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseHeap } from '../../../src/cli/run/heap.ts'

const MEBIBYTE = 1024 * 1024

test('parseHeap() knows the units, whatever their case', () => {
  const sizes: [text: string, bytes: number][] = [
    ['1048576', MEBIBYTE],
    ['1048576B', MEBIBYTE],
    ['1024k', MEBIBYTE],
    ['1M', MEBIBYTE],
    ['512m', 512 * MEBIBYTE],
    ['4G', 4096 * MEBIBYTE],
    ['1.5GiB', 1536 * MEBIBYTE],
    ['.5gb', 512 * MEBIBYTE],
    ['64T', 64 * MEBIBYTE ** 2],
  ]
  for (const [text, bytes] of sizes) assert.equal(parseHeap(text), bytes, text)
})

test('parseHeap() rounds up to whole pages', () => {
  assert.equal(parseHeap('1048577'), MEBIBYTE + 4096)
})

test('parseHeap() throws ERR_HEAP_SIZE for what is no size, too small or beyond all addresses', () => {
  for (const text of [
    '',
    'big',
    '-1G',
    '1E',
    '1GG',
    '1 G',
    'NaN',
    'Infinity',
    '0x100000',
    '1e9',
    '.',
    '0',
    '1023K',
    '65T',
  ]) {
    assert.throws(() => parseHeap(text), {
      code: 'ERR_HEAP_SIZE',
      message: `--heap takes a number of bytes from 1M to 64T, such as 512M or 4G, not '${text}'`,
    })
  }
})
