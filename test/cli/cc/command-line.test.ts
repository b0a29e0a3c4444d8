import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCommandLine } from '../../../src/cli/cc/command-line.ts'

const parse = (line: string) => parseCommandLine(line.split(' ').filter(Boolean), 'c')

test('parseCommandLine() passes all on but what is its own', () => {
  const { args, wants } = parse('-O3 -o a.wasm --showme -DX=1 a.c')
  assert.deepEqual(args, ['-O3', '-o', 'a.wasm', '-DX=1', 'a.c'])
  assert.equal(wants, 'everything')
  for (const [word, wants] of [
    ['-showme', 'everything'],
    ['-show', 'everything'],
    ['--showme:compile', 'compile'],
    ['-showme:link', 'link'],
    ['--showme:command', 'command'],
    ['--help', 'help'],
    ['-v', 'run'],
  ]) {
    assert.equal(parse(word).wants, wants, word)
  }
  assert.throws(() => parse('--showme:all'), { code: 'ERR_OPTION' })
})

test('parseCommandLine() tells whether a program is linked', () => {
  for (const line of ['a.c', 'a.o', '-o x a.c', '-MD a.c', 'a.c -lm']) assert.ok(parse(line).links, line)
  for (const line of ['-c a.c', '-E a.c', 'a.c -S', '-M a.c', '-MM a.c', '-fsyntax-only a.c'])
    assert.ok(!parse(line).links, line)
})

test('parseCommandLine() tells inputs from options and their arguments', () => {
  for (const line of ['--version', '-o x', '-I include', '-x c', '-print-resource-dir', '']) {
    assert.ok(!parse(line).hasInput, line)
  }
  for (const line of ['a.c', '-x c -', '-o x a.o']) assert.ok(parse(line).hasInput, line)
  for (const line of ['a.o b.a', '-lfoo', '-o a.c a.o']) assert.ok(!parse(line).compiles, line)
  for (const line of ['a.o b.c', '-x c -', 'a.s']) assert.ok(parse(line).compiles, line)
})

test('parseCommandLine() sees what is said about optimization and debugging', () => {
  for (const line of ['-O a.c', '-O0 a.c', 'a.c -Ofast']) assert.ok(parse(line).optimizes, line)
  assert.ok(!parse('-o O3 a.c').optimizes)
  for (const line of ['-g a.c', '-g3 a.c', '-gdwarf-4 a.c']) assert.ok(parse(line).debugs, line)
  assert.ok(!parse('-g0 a.c').debugs)
})
