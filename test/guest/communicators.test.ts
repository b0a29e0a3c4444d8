import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { noCompiler, Sources } from '../support/compiler.ts'
import { type RanksResult, runRanks } from '../support/ranks.ts'

const PROGRAMS = new URL('../../../test/guest/programs/', import.meta.url)
const compiled = new Set<string>()
let sources: Sources

before(() => {
  sources = new Sources()
})
after(() => sources[Symbol.dispose]())

for (const [name, ranks, prints] of [
  ['attributes', 2, /at the end: 1\nat the end: 0\n/],
  ['topologies', 4, /passed: grids/],
  ['intercommunicators', 4, /passed: messages/],
  ['error-handlers', 2, /passed: a handler/],
] as const) {
  test(`${name} mean in C what MPI says`, { skip: noCompiler }, async (t) => {
    const { code, stdout, stderr } = await runProgram(name, ranks)
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
    const { code, stdout, stderr } = await runProgram('error-handlers', 2, [how])
    assert.notEqual(code, 0)
    assert.match(stderr, says)
    assert.equal(stdout, '')
  })
}

function runProgram(name: string, ranks: number, args: string[] = []): Promise<RanksResult> {
  if (!compiled.has(name)) {
    const source = fileURLToPath(new URL(`${name}.c`, PROGRAMS))
    const result = sources.compile(['-Wall', '-Wextra', '-Werror', '-o', `${name}.wasm`, source])
    assert.deepEqual(result, { code: 0, stdout: '', stderr: '' })
    compiled.add(name)
  }
  return runRanks(ranks, sources.path(`${name}.wasm`), { args })
}
