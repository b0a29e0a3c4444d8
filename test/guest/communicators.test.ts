import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { noCompiler, Sources } from '../support/compiler.ts'
import { type RanksResult, runRanks } from '../support/ranks.ts'

const PROGRAMS = new URL('../../../test/guest/programs/', import.meta.url)

for (const [name, ranks, prints] of [
  ['attributes', 2, /at the end: 1\nat the end: 0\n/],
  ['topologies', 4, /passed: grids/],
  ['intercommunicators', 4, /passed: messages/],
  ['error-handlers', 2, /passed: a handler/],
] as const) {
  test(`${name} mean in C what MPI says`, { skip: noCompiler }, async (t) => {
    using sources = new Sources()
    const { code, stdout, stderr } = await runProgram(sources, name, ranks)
    for (const [, passed] of stdout.matchAll(/^passed: (.*)$/gm)) await t.test(passed, () => undefined)
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout, /^all cases have passed$/m)
    assert.match(stdout, prints)
  })
}

for (const [how, says] of [
  ['send', /rank 1: MPI_Send: dest 7 is no rank .* \[MPI_ERR_RANK\]/],
  ['abort', /rank 1: MPI_Send: dest 7 is no rank .* \[MPI_ERR_RANK\]/],
  ['called', /rank 1: MPI_Comm_call_errhandler: MPI_ERR_OTHER/],
] as const) {
  test(`an error in C that nobody handles ends the job, and says why: ${how}`, { skip: noCompiler }, async () => {
    using sources = new Sources()
    const { code, stdout, stderr } = await runProgram(sources, 'error-handlers', 2, [how])
    assert.notEqual(code, 0)
    assert.match(stderr, says)
    assert.equal(stdout, '')
  })
}

function runProgram(sources: Sources, name: string, ranks: number, args: string[] = []): Promise<RanksResult> {
  const source = fileURLToPath(new URL(`${name}.c`, PROGRAMS))
  const compiled = sources.compile(['-Wall', '-Wextra', '-Werror', '-o', `${name}.wasm`, source])
  assert.deepEqual(compiled, { code: 0, stdout: '', stderr: '' })
  return runRanks(ranks, sources.path(`${name}.wasm`), { args })
}
