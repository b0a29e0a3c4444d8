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

function runProgram(sources: Sources, name: string, ranks: number): Promise<RanksResult> {
  const source = fileURLToPath(new URL(`${name}.c`, PROGRAMS))
  const compiled = sources.compile(['-Wall', '-Wextra', '-Werror', '-o', `${name}.wasm`, source])
  assert.deepEqual(compiled, { code: 0, stdout: '', stderr: '' })
  return runRanks(ranks, sources.path(`${name}.wasm`))
}
