import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { noCompiler, Sources } from '../support/compiler.ts'
import { runRanks } from '../support/ranks.ts'

const SOURCE = fileURLToPath(new URL('../../../test/guest/programs/datatypes.c', import.meta.url))

test('datatypes, packing and reductions on C types mean in C what MPI says', { skip: noCompiler }, async (t) => {
  using sources = new Sources()
  const compiled = sources.compile(['-Wall', '-Wextra', '-Werror', '-o', 'datatypes.wasm', SOURCE])
  assert.deepEqual(compiled, { code: 0, stdout: '', stderr: '' })
  const { code, stdout, stderr } = await runRanks(2, sources.path('datatypes.wasm'))
  for (const [, passed] of stdout.matchAll(/^passed: (.*)$/gm)) await t.test(passed, () => undefined)
  assert.equal(code, 0, stdout + stderr)
  assert.match(stdout, /^all cases have passed$/m)
})
