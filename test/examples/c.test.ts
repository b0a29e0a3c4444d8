import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { noCompiler, Sources } from '../support/compiler.ts'
import { runRanks } from '../support/ranks.ts'

const FOLDER = fileURLToPath(new URL('../../../examples/c/', import.meta.url))
const RANKS = [2, 4]
const skip = noCompiler

/** What each program prints, with how many ranks; and its arguments, where the usual ones would take long. */
const PRINTS: Record<string, { args?: string[]; text: (ranks: number) => string | RegExp }> = {
  hello: { text: (n) => Array.from({ length: n }, (_, rank) => `hello from rank ${rank} of ${n}`).join('\n') },
  ring: {
    text: (n) => {
      const sum = (n * (n - 1)) / 2
      return `the token came back as ${sum}; on my left is rank ${n - 1}; ${sum} numbers were reported`
    },
  },
  nonblocking: { text: (n) => `${n * n} messages of 50000 numbers, 0 of them wrong; the others were cancelled` },
  modes: { text: () => 'buffered, synchronous and ready sends: all arrived' },
  datatypes: {
    text: (n) => `of ${n} ranks, ${n} got the column, ${n} the block, ${n} the particles, ${n} what was packed`,
  },
  collectives: { text: () => 'histogram right, product right, transposition right, winner right' },
  communicators: { text: (n) => `rank 0 is rank ${n / 2 - 1} of the evens: all is right` },
  topologies: { text: () => 'the torus is right, the graph is right' },
  persistent: { text: (n) => `all have the average after ${n === 2 ? 2 : 30} rounds` },
  errors: { text: () => 'no such rank: returned; too long: returned; a negative count: told' },
  pingpong: { args: ['5'], text: () => /^ +bytes +us +MB\/s\n( +\d+ +[\d.]+ +\d+\n){10} +1048576 +[\d.]+ +\d+$/ },
  // The same numbers, whatever the number of ranks.
  heat: { args: ['48', '500'], text: () => 'mean temperature 18.8655 after 500 iterations' },
  matrix: { args: ['120'], text: () => '120 by 120, 0 elements wrong' },
}

const programs = readdirSync(FOLDER).filter((name) => name.endsWith('.c'))
let sources: Sources

before(() => {
  sources = new Sources()
})
after(() => sources[Symbol.dispose]())

test('there is a test for each C program', () => {
  assert.deepEqual(programs.map((name) => basename(name, '.c')).sort(), Object.keys(PRINTS).sort())
})

for (const [name, { args = [], text }] of Object.entries(PRINTS)) {
  test(`examples/c/${name}.c compiles without a warning, and does what it says on ${RANKS.join(' and ')} ranks`, {
    skip,
  }, async () => {
    const flags = ['-Wall', '-Wextra', '-Werror', '-o', `${name}.wasm`]
    assert.deepEqual(sources.compile([...flags, join(FOLDER, `${name}.c`)]), { code: 0, stdout: '', stderr: '' })
    for (const ranks of RANKS) {
      const { code, stdout, stderr } = await runRanks(ranks, sources.path(`${name}.wasm`), { args })
      assert.equal(code, 0, stderr)
      const expected = text(ranks)
      if (typeof expected === 'string') assert.equal(stdout.trimEnd(), expected)
      else assert.match(stdout.trimEnd(), expected)
    }
  })
}
