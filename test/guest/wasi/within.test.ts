import assert from 'node:assert/strict'
import {
  closeSync,
  constants,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { within } from '../../../src/guest/wasi/within.ts'

const outside = mkdtempSync(join(tmpdir(), 'crossmem-test-'))
const inside = join(outside, 'inside')
mkdirSync(join(inside, 'a', 'b'), { recursive: true })
writeFileSync(join(outside, 'secret'), 'secret')
writeFileSync(join(inside, 'a', 'b', 'file'), 'content')
const links: Record<string, string> = {
  'a/up': '../..',
  'a/secret': '../../secret',
  absolute: '/etc/passwd',
  'a/file': 'b/file',
  folder: './a/./b/',
  circle: 'circle',
  back: 'a/b/../../a/b/file',
}
for (const [name, target] of Object.entries(links)) symlinkSync(target, join(inside, name))
const directory = openSync(inside, constants.O_RDONLY | constants.O_DIRECTORY)
after(() => {
  closeSync(directory)
  rmSync(outside, { recursive: true })
})

const read = (path: string) =>
  within(directory, path, true, (place) =>
    readFileSync(openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW), 'utf8'),
  )

test('within() finds what lies below a directory, by way of links too', () => {
  for (const path of ['a/b/file', 'a//b/./file', 'a/b/../b/file', 'a/file', 'folder/file', 'back', './a/../a/file']) {
    assert.equal(read(path), 'content', path)
  }
})

test('within() does not lead out of a directory', () => {
  for (const path of [
    '../secret',
    'a/../../secret',
    '/etc/passwd',
    'a/up/secret',
    'a/secret',
    'absolute',
    '..',
    'a/b/file\0',
  ]) {
    assert.throws(() => read(path), { code: 'ENOTCAPABLE' }, path)
  }
})

test('within() says what is missing, and follows no circle', () => {
  assert.throws(() => read('a/none'), { code: 'ENOENT' })
  assert.throws(() => read(''), { code: 'ENOENT' })
  assert.throws(() => read('a/b/file/more'), { code: 'ENOTDIR' })
  assert.throws(() => read('circle'), { code: 'ELOOP' })
})

test('within() leaves a link at the end alone unless it is to be followed', () => {
  const place = within(directory, 'a/secret', false, (found) => found)
  assert.match(place, /\/secret$/)
  assert.throws(() => within(directory, 'a/secret', true, (found) => found), { code: 'ENOTCAPABLE' })
})
