import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Language } from '../../src/cli/cc/command-line.ts'
import { INCLUDE } from '../../src/cli/cc/flags.ts'
import { findSystemClang } from '../../src/cli/cc/system-clang.ts'
import { noCompiler, Sources } from '../support/compiler.ts'

const skip = noCompiler

const MAIN = '#include <mpi.h>\nint sum(int a, int b);\nint main(void) { return MPI_Init(0, 0) + sum(1, 2); }\n'
const SUM = 'int sum(int a, int b) { return a + b; }\n'

function importsOf(path: string): string[] {
  const { Module } = (globalThis as unknown as { WebAssembly: { Module: ModuleType } }).WebAssembly
  return Module.imports(new Module(readFileSync(path))).map(({ module, name }) => `${module}.${name}`)
}

interface ModuleType {
  new (code: Uint8Array): object
  imports(module: object): { module: string; name: string }[]
  exports(module: object): { name: string }[]
}

test('crossmem cc makes a program of several sources, a.out when it has no name', { skip }, () => {
  using sources = new Sources({ 'main.c': MAIN, 'sum.c': SUM })
  assert.deepEqual(sources.compile(['main.c', 'sum.c', '-Wall', '-Werror']), { code: 0, stdout: '', stderr: '' })
  const imports = importsOf(sources.path('a.out'))
  assert.ok(imports.includes('mpi.MPI_Init') && imports.includes('env.memory'), String(imports))
})

test('crossmem cc compiles objects and links them, without a warning', { skip }, () => {
  using sources = new Sources({ 'main.c': MAIN, 'lib/sum.c': SUM })
  assert.deepEqual(sources.compile(['-c', 'main.c', 'lib/sum.c']), { code: 0, stdout: '', stderr: '' })
  assert.ok(existsSync(sources.path('main.o')) && existsSync(sources.path('sum.o')))
  assert.deepEqual(sources.compile(['main.o', 'sum.o', '-o', 'program']), { code: 0, stdout: '', stderr: '' })
  assert.ok(importsOf(sources.path('program')).includes('mpi.MPI_Init'))
})

test('crossmem cc preprocesses, and writes assembly', { skip }, () => {
  using sources = new Sources({ 'main.c': MAIN })
  assert.match(sources.compile(['-E', 'main.c']).stdout, /int MPI_Send\s*\(const void \*buf/)
  assert.equal(sources.compile(['-S', 'main.c']).code, 0)
  assert.match(readFileSync(sources.path('main.s'), 'utf8'), /\.import_module\s+MPI_Init, mpi/)
})

test("crossmem cc ends with the compiler's exit code", { skip }, () => {
  using sources = new Sources({ 'main.c': 'int main(void) { return nothing; }\n' })
  const { code, stderr } = sources.compile(['main.c'])
  assert.equal(code, 1)
  assert.match(stderr, /use of undeclared identifier 'nothing'/)
})

test('crossmem cc optimizes unless it is told otherwise', { skip }, () => {
  using sources = new Sources()
  assert.match(sources.compile(['--showme', 'main.c']).stdout, / -O2 /)
  assert.doesNotMatch(sources.compile(['--showme', '-O0', 'main.c']).stdout, / -O2 /)
})

test('crossmem cc --showme prints what it would run, in parts too', { skip }, () => {
  using sources = new Sources()
  const show = (...args: string[]) => sources.compile(args).stdout.trimEnd().split(' ')
  const everything = show('--showme', 'main.c')
  const [compiler, compile, link] = ['command', 'compile', 'link'].map((part) => show(`--showme:${part}`))
  assert.equal(compiler.length, 1)
  assert.deepEqual(new Set(everything), new Set([...compiler, ...compile, ...link, 'main.c']))
  assert.ok(compile.includes(INCLUDE) && !link.includes(INCLUDE))
  assert.ok(!show('--showme', '-c', 'main.c').some((word) => word.startsWith('-Wl,')))
  assert.match(sources.compile(['--showme:all']).stderr, /no --showme:all.*ERR_OPTION/)
})

test('crossmem cc without input asks the compiler', { skip }, () => {
  using sources = new Sources()
  const { code, stdout, stderr } = sources.compile(['--version'])
  assert.deepEqual([code, stderr], [0, ''])
  assert.match(stdout, /clang version/)
})

test('crossmem cc --help says how it is used', () => {
  using sources = new Sources()
  const { code, stdout } = sources.compile(['--help'])
  assert.equal(code, 0)
  assert.match(stdout, /^Usage: crossmem cc /)
})

test('crossmem cc without a compiler says how to get one, once', () => {
  using sources = new Sources()
  for (const language of ['c', 'c++'] satisfies Language[]) {
    const { code, stderr } = sources.compile(['main.c'], { PATH: sources.folder, WASI_SDK_PATH: '' }, language)
    assert.equal(code, 2)
    assert.match(stderr, /wasi-libc(.|\n)*npm install @yowasp\/clang(.|\n)*\[ERR_COMPILER\]\n$/)
  }
})

test('crossmem cc takes the toolchain that the environment names', () => {
  using sources = new Sources({ 'sdk/share/wasi-sysroot/include/wasm32-wasi/stdio.h': '' })
  sources.write('sdk/bin/clang', '#!/bin/sh\necho "$0" "$@"\nexit 3\n', 0o755)
  const sdk = sources.compile(['main.c'], { WASI_SDK_PATH: sources.path('sdk'), CROSSMEM_CLANG: '' })
  assert.equal(sdk.code, 3)
  assert.ok(sdk.stdout.startsWith(`${sources.path('sdk/bin/clang')} --target=wasm32-wasi`), sdk.stdout)
  assert.ok(sdk.stdout.includes(` --sysroot=${sources.path('sdk/share/wasi-sysroot')} `), sdk.stdout)
  const named = { CROSSMEM_CLANG: sources.path('sdk/bin/clang'), WASI_SYSROOT: sources.path('sdk/share/wasi-sysroot') }
  assert.equal(sources.compile(['main.c'], named).stdout, sdk.stdout)
})

test('crossmem c++ says when there is no C++ library', () => {
  using sources = new Sources({ 'root/include/wasm32-wasi/stdio.h': '' })
  const env = { CROSSMEM_CLANG: '/bin/false', WASI_SYSROOT: sources.path('root') }
  const { code, stderr } = sources.compile(['main.cc'], env, 'c++')
  assert.equal(code, 2)
  assert.match(stderr, /C\+\+ library for WebAssembly is missing.*ERR_COMPILER/)
})

test('crossmem c++ makes a program', { skip: skip || noCxx() }, () => {
  using sources = new Sources({
    'main.cc':
      '#include <mpi.h>\n#include <vector>\nint main() { return MPI_Init(0, 0) + std::vector<int>(3).size(); }\n',
  })
  assert.deepEqual(sources.compile(['main.cc', '-Wall', '-Werror'], {}, 'c++'), { code: 0, stdout: '', stderr: '' })
  assert.ok(importsOf(sources.path('a.out')).includes('mpi.MPI_Init'))
})

function noCxx(): string | false {
  try {
    findSystemClang('c++')?.headers('c++')
    return false
  } catch (error) {
    return (error as Error).message
  }
}
