import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PrefixedLines } from '../../src/launch/prefixed-lines.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

test('PrefixedLines gives each line behind its prefix as soon as it is complete', () => {
  const lines = new PrefixedLines('[7] ')
  assert.equal(text(lines.add(Buffer.from('one\ntwo\nthr'))), '[7] one\n[7] two\n')
  assert.equal(text(lines.add(Buffer.from('e'))), '')
  assert.equal(text(lines.add(Buffer.from('e\n\n'))), '[7] three\n[7] \n')
  assert.equal(text(lines.end()), '')
})

test('PrefixedLines.end() gives a last line without newline, once', () => {
  const lines = new PrefixedLines('[7] ')
  lines.add(Buffer.from('one\ntw'))
  lines.add(Buffer.from('o'))
  assert.equal(text(lines.end()), '[7] two\n')
  assert.equal(text(lines.end()), '')
})

test('PrefixedLines keeps characters whole that come in two parts', () => {
  const lines = new PrefixedLines('> ')
  const bytes = Buffer.from('é\n')
  lines.add(bytes.subarray(0, 1))
  assert.equal(text(lines.add(bytes.subarray(1))), '> é\n')
})
