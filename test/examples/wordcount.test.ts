import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runExample } from './run-example.ts'
import { wordsOf } from './wordcount/words-of.ts'

/** `length` characters, by a linear congruential generator; every third is white space. */
function randomText(seed: number, length: number): string {
  let state = seed
  const next = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  return Array.from({ length }, () => (next(3) === 0 ? ' \t\n\v\f\r'[next(6)] : String.fromCharCode(next(256)))).join(
    '',
  )
}

test('wordcount counts files as one process does, on any number of ranks', (t) => {
  const seed = Date.now() % 2 ** 32
  t.diagnostic(`seed ${seed}`)
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-wordcount-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const texts = [randomText(seed, 100_003), 'tiny', '', `${'a'.repeat(50_000)} ${'b'.repeat(50_000)}`]
  const files = texts.map((text, i) => {
    const path = join(folder, `${i}.txt`)
    writeFileSync(path, text, 'latin1')
    return path
  })
  for (const ranks of [1, 2, 3, 4]) {
    const { status, stdout, stderr } = runExample('wordcount', ranks, files)
    assert.equal(status, 0, stderr)
    const [shared, alone] = stdout.split('Counted by rank 0 alone')
    for (const part of [shared, alone]) {
      texts.forEach((text, i) => {
        assert.match(part, new RegExp(`^ +${wordsOf(text)} +${text.length} ${files[i]}$`, 'm'), `${ranks} ranks`)
      })
    }
    assert.match(alone, /^Both agree\.$/m)
  }
})

test('wordcount counts the Node executable when no file is given, and does not check when told so', () => {
  const { status, stdout, stderr } = runExample('wordcount', 2, ['--no-check'])
  assert.equal(status, 0, stderr)
  assert.ok(stdout.includes(process.execPath), stdout)
  assert.doesNotMatch(stdout, /alone|agree/)
})

test('wordcount ends with exit code 2 and tells its usage when an argument is wrong', () => {
  for (const [argument, message] of [
    ['--fast', /--fast/],
    ['/dev/null', /'\/dev\/null' is not a regular file/],
    ['/there/is/no/such/file', /no such file/],
  ] as const) {
    const { status, stderr } = runExample('wordcount', 2, [argument])
    assert.equal(status, 2, stderr)
    assert.match(stderr, message)
    assert.equal(stderr.split('Usage: crossmem run').length, 2, stderr)
  }
})
