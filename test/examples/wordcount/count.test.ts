import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { shareStart } from '../../../examples/share.ts'
import { countRange, countWords } from '../../../examples/wordcount/count.ts'
import { wordsOf } from './words-of.ts'

const SPACE = 0x20

test('countWords() counts a word where it begins', () => {
  assert.equal(countWords(Buffer.from('one two'), SPACE), 2)
  assert.equal(countWords(Buffer.from('  one\t\n\v\f\rtwo '), SPACE), 2)
  assert.equal(countWords(Buffer.from('one two'), 'x'.charCodeAt(0)), 1)
  assert.equal(countWords(Buffer.from([0, 255, 0xa0, 0x1f]), SPACE), 1)
  assert.equal(countWords(Buffer.alloc(0), SPACE), 0)
})

test('countRange() counts every word once, wherever a file is cut', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-count-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const block = 1 << 20
  // Words that end, begin and go on at the borders of blocks and of shares.
  const texts = [
    '',
    'x',
    ' ',
    'a b c d e f g',
    'ab  cd\t\tef\n\ngh',
    'one-long-word-without-an-end',
    `${'x'.repeat(block - 1)} ${'y'.repeat(block + 1)} z`,
    ' y'.repeat(block),
  ]
  texts.forEach((text, i) => {
    const path = join(folder, `${i}.txt`)
    writeFileSync(path, text, 'latin1')
    for (const parts of text.length < 100 ? [1, 2, 3, 5, 8, 40] : [1, 3, 4]) {
      const counts = Array.from({ length: parts }, (_, part) =>
        countRange(path, shareStart(text.length, part, parts), shareStart(text.length, part + 1, parts)),
      )
      const sum = (name: 'words' | 'bytes') => counts.reduce((total, count) => total + count[name], 0)
      assert.equal(sum('words'), wordsOf(text), `text ${i} in ${parts} parts`)
      assert.equal(sum('bytes'), text.length)
    }
  })
})

test('countRange() tells how much it read when the file ends before', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-count-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'short.txt')
  writeFileSync(path, 'one two')
  assert.deepEqual(countRange(path, 2, 100), { words: 1, bytes: 5 })
  assert.deepEqual(countRange(path, 50, 100), { words: 0, bytes: 0 })
})
