import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readProgram } from '../../src/guest/module.ts'
import { runRanks } from '../support/ranks.ts'
import { wasm } from '../support/wasm.ts'

const folder = mkdtempSync(join(tmpdir(), 'crossmem-test-'))
after(() => rmSync(folder, { recursive: true }))

function written(bytes: Uint8Array | string, name = 'program.wasm'): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const memory = { initial: 1 }

test('readProgram() says what a program wants of its memory', () => {
  assert.deepEqual(readProgram(written(wasm({ memory: { initial: 3, maximum: 300 } }))).memory, {
    initial: 3,
    maximum: 300,
  })
  const behindOthers = wasm({
    imports: [
      ['mpi', 'MPI_Barrier'],
      ['wasi_snapshot_preview1', 'fd_write'],
    ],
    memory,
  })
  assert.deepEqual(readProgram(written(behindOthers)).memory, { initial: 1, maximum: 65536 })
})

test('readProgram() refuses what is no WebAssembly', () => {
  for (const bytes of ['int main() {}', '', '\0asm', wasm({ memory }).slice(0, -3)]) {
    assert.throws(() => readProgram(written(bytes)), { code: 'ERR_WASM', message: /program\.wasm is no WebAssembly/ })
  }
})

test('readProgram() refuses a module that is no program', () => {
  assert.throws(() => readProgram(written(wasm({ memory, start: 'main' }))), { code: 'ERR_WASM_MAIN' })
})

test('readProgram() names all functions that nobody provides', () => {
  const imports = [
    ['env', 'dgemm_'],
    ['mpi', 'MPI_Send'],
    ['mpi', 'MPI_Frobnicate'],
    ['wasi_snapshot_preview1', 'fd_read'],
    ['wasi_unstable', 'fd_read'],
  ] as const
  assert.throws(() => readProgram(written(wasm({ imports, memory }))), {
    code: 'ERR_WASM_IMPORTS',
    message: /nobody provides: dgemm_, mpi\.MPI_Frobnicate, wasi_unstable\.fd_read\./,
  })
})

test('readProgram() refuses a module whose memory others could not reach', () => {
  assert.throws(() => readProgram(written(wasm({ ownMemory: 1 }))), { code: 'ERR_WASM_MEMORY' })
})

test('crossmem run refuses a program before it starts ranks, and runs one by how it begins', async () => {
  const refused = await runRanks(3, written('nothing'))
  assert.deepEqual([refused.code, refused.stderr.match(/ERR_WASM/g)?.length], [2, 1], refused.stderr)
  const large = await runRanks(1, written(wasm({ memory: { initial: 33 } })), { options: ['--max-memory', '2M'] })
  assert.match(large.stderr, /begins with 2162688 bytes .*--max-memory \[ERR_WASM_MEMORY\]/)
  const fine = await runRanks(2, written(wasm({ memory }), 'a.out'))
  assert.deepEqual([fine.code, fine.stderr], [0, ''])
  const missing = await runRanks(1, written(wasm({ memory })), { options: ['--dir', join(folder, 'none')] })
  assert.match(missing.stderr, /ERR_DIRECTORY/)
})
