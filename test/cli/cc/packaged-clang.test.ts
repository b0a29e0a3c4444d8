import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { HostFiles, type Tree, toHostPaths } from '../../../src/cli/cc/host-files.ts'
import { Sources } from '../../support/compiler.ts'

function at(tree: Tree, path: string): Tree | Uint8Array | undefined {
  return path.split('/').reduce((found: Tree | Uint8Array | undefined, name) => (found as Tree)?.[name], tree)
}

test('HostFiles gathers sources, what they include, objects and libraries', () => {
  using sources = new Sources({
    'src/main.c': '#include "near.h"\n# include <far.h>\n#include <stdio.h>\n',
    'src/near.h': '#include "deep/er.h"\n',
    'include/deep/er.h': '#include "er.h" // itself\n',
    'include/far.h': '',
    'lib/libgood.a': 'archive',
    'sum.o': 'object',
    'unused.h': '',
  })
  const { folder } = sources
  const options = [`-I${folder}/include`, '-L', `${folder}/lib`, '-lgood', '-DX', '-o', `${folder}/out/a.wasm`]
  const { tree, args } = new HostFiles([...options, `${folder}/src/main.c`, `${folder}/sum.o`])
  assert.deepEqual(args.slice(1), [
    `-I/@${folder}/include`,
    '-L',
    `/@${folder}/lib`,
    '-lgood',
    '-DX',
    '-o',
    `/@${folder}/out/a.wasm`,
    `/@${folder}/src/main.c`,
    `/@${folder}/sum.o`,
  ])
  const found = at(tree, `@${folder}`) as Tree
  assert.deepEqual(Object.keys(found).sort(), ['include', 'lib', 'out', 'src', 'sum.o'])
  assert.deepEqual(Object.keys(found.src).sort(), ['main.c', 'near.h'])
  assert.deepEqual(Object.keys(found.include).sort(), ['deep', 'far.h'])
  assert.deepEqual(at(found, 'lib/libgood.a'), new Uint8Array(Buffer.from('archive')))
})

test('HostFiles writes what is new, and leaves what was given', () => {
  using sources = new Sources({ 'main.c': 'int x;\n' })
  const { folder } = sources
  const files = new HostFiles(['-c', `${folder}/main.c`, '-o', `${folder}/main.o`])
  const made = at(files.tree, `@${folder}`) as Tree
  made['main.c'] = Buffer.from('destroyed')
  made['main.o'] = Buffer.from('object')
  made['main.d'] = Buffer.from(`main.o: /@${folder}/main.c`)
  files.write(files.tree)
  const read = (name: string) => readFileSync(sources.path(name), 'utf8')
  assert.deepEqual([read('main.c'), read('main.o'), read('main.d')], ['int x;\n', 'object', `main.o: ${folder}/main.c`])
})

test('toHostPaths() gives the paths that the user knows', () => {
  assert.equal(toHostPaths(Buffer.from('/@/tmp/a.c:1: /@/x')), '/tmp/a.c:1: /x')
})

// Stands for the package: it writes its arguments and the source into the output, or ends with an error.
const FAKE = `
  export class Exit extends Error { code = 4 }
  export async function runClang(args, tree, { stdout, stderr }) {
    if (args === null) return
    stdout(new TextEncoder().encode(args[0] + '\\n'))
    if (args.includes('-DFAIL')) {
      stderr(new TextEncoder().encode(args.at(-1) + ': bad\\n'))
      throw new Exit()
    }
    return { 'a.out': new TextEncoder().encode(args.join(' ')), ...tree }
  }`

test('crossmem cc takes the npm package when the system has no compiler', () => {
  using sources = new Sources({
    'main.c': 'int x;\n',
    'node_modules/@yowasp/clang/package.json': '{ "type": "module", "exports": { "default": "./bundle.js" } }',
    'node_modules/@yowasp/clang/bundle.js': FAKE,
  })
  const env = { PATH: sources.folder, WASI_SDK_PATH: '' }
  assert.equal(sources.compile(['--showme:command'], env).stdout, '@yowasp/clang:clang\n')
  assert.deepEqual(sources.compile(['-c', 'main.c'], env), { code: 0, stdout: 'clang\n', stderr: '' })
  assert.match(readFileSync(sources.path('a.out'), 'utf8'), /^clang .* -O2 .* -c \/@\/.*main\.c$/)
  const failed = sources.compile(['-DFAIL', '-c', 'main.c'], env, 'c++')
  assert.deepEqual(failed, { code: 4, stdout: 'clang++\n', stderr: `${sources.path('main.c')}: bad\n` })
})
