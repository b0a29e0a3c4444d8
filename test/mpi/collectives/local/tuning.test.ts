import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'

type Module = typeof import('../../../../src/mpi/collectives/local/tuning.ts')

let copies = 0

/** A fresh copy of the module, which reads the variable at its first use. */
async function tuningOf(t: TestContext, file: string | undefined): Promise<Module['tuningFor']> {
  const before = process.env.CROSSMEM_TUNING
  t.after(() => {
    if (before === undefined) delete process.env.CROSSMEM_TUNING
    else process.env.CROSSMEM_TUNING = before
  })
  if (file === undefined) delete process.env.CROSSMEM_TUNING
  else process.env.CROSSMEM_TUNING = file
  const url = new URL(`../../../../src/mpi/collectives/local/tuning.js?copy=${copies++}`, import.meta.url)
  return ((await import(url.href)) as Module).tuningFor
}

function fileOf(t: TestContext, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-tuning-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'tuning.json')
  writeFileSync(file, content)
  return file
}

test('tuningFor() takes the row for as many ranks, or for the fewest above, or the last', async (t) => {
  const rows = [
    { ranks: 8, combineAll: 512 },
    { ranks: 2, combineAll: 16384 },
    { ranks: 4, combineAll: 0 },
  ]
  const tuningFor = await tuningOf(t, fileOf(t, JSON.stringify(rows)))
  const limits = [2, 3, 4, 5, 8, 9, 48, 2].map((size) => tuningFor(size).combineAll)
  assert.deepEqual(limits, [16384, 0, 0, 512, 512, 512, 512, 16384])
})

test('tuningFor() has a table of its own for all numbers of ranks', async (t) => {
  for (const file of [undefined, '']) {
    const tuningFor = await tuningOf(t, file)
    for (let size = 2; size <= 128; size++) {
      const { combineAll } = tuningFor(size)
      assert.ok(combineAll > 0 && combineAll <= 16384, `${combineAll} for ${size} ranks`)
    }
  }
})

test('tuningFor() refuses a file that holds no table, and says why', async (t) => {
  const contents: [content: string, why: RegExp][] = [
    ['not JSON', /JSON/],
    ['{}', /it holds no list of rows/],
    ['[]', /it holds no list of rows/],
    ['[null]', /null needs ranks, and combineAll from 0 to 16384/],
    ['[{"ranks":2}]', /needs ranks, and combineAll/],
    ['[{"ranks":2,"combineAll":16385}]', /needs ranks, and combineAll/],
    ['[{"ranks":2,"combineAll":-1}]', /needs ranks, and combineAll/],
    ['[{"ranks":2.5,"combineAll":1}]', /needs ranks, and combineAll/],
    ['[{"ranks":"2","combineAll":1}]', /needs ranks, and combineAll/],
  ]
  for (const [content, message] of contents) {
    const tuningFor = await tuningOf(t, fileOf(t, content))
    assert.throws(() => tuningFor(2), { code: 'ERR_TUNING', message }, content)
    // It goes on to be wrong.
    assert.throws(() => tuningFor(2), { code: 'ERR_TUNING', message: /Make one with crossmem bench tune/ }, content)
  }
  const tuningFor = await tuningOf(t, '/nowhere/tuning.json')
  assert.throws(() => tuningFor(2), {
    code: 'ERR_TUNING',
    message: /CROSSMEM_TUNING names \/nowhere\/tuning\.json.*ENOENT/,
  })
})
