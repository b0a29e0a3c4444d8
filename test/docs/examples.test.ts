import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { SharedMemory } from '../../src/index.ts'
import { CLI } from '../support/ranks.ts'
import { compileFolder, namesNotFound } from './compile.ts'
import { completed } from './complete.ts'
import { docstringExamples, type Example, moduleName, pageExamples } from './example.ts'

// Within the package, so that its own name is found; the dot keeps the build from tidying it up.
const FOLDER = fileURLToPath(new URL(`../../.examples-${process.pid}/`, import.meta.url))
const CONFIG = fileURLToPath(new URL('../../../tsconfig.json', import.meta.url))
const LIMIT_SECONDS = 20

const pages = pageExamples()
const docstrings = docstringExamples()
const modules = new Map([...pages, ...docstrings].map((example) => [moduleName(example), example]))
/** The code of each module, completed. */
const codes = new Map<string, string>()

mkdirSync(FOLDER)
writeFileSync(join(FOLDER, 'reader.js'), '')
const shared = SharedMemory.create(1000)
after(() => {
  shared[Symbol.dispose]()
  rmSync(FOLDER, { recursive: true })
})

const complaints = compileAll()
const skip = complaints !== '' && 'not all compile'

/** Compiles all examples, and gives them what the compiler misses, until it misses nothing that can be given. */
function compileAll(): string {
  const missing = new Map([...modules.keys()].map((module) => [module, new Set<string>()]))
  for (;;) {
    for (const [module, example] of modules) {
      codes.set(module, completed(example, missing.get(module)!))
      writeFileSync(join(FOLDER, `${module}.ts`), codes.get(module)!)
    }
    const said = compileFolder(FOLDER, CONFIG)
    const news = namesNotFound(said).filter(({ module, name }) => !missing.get(module)!.has(name))
    if (news.length === 0) return said
    for (const { module, name } of news) missing.get(module)!.add(name)
  }
}

function usesMpi(example: Example): boolean {
  return codes.get(moduleName(example))!.includes("from 'crossmem/mpi'")
}

/** Runs a compiled module, on two ranks if it is an MPI program, and asserts that it ends well. */
function run(module: string, mpi: boolean): void {
  const launcher = [CLI, 'run', '-n', '2', '--heap', '64M', '--timeout', String(LIMIT_SECONDS)]
  const args = [...(mpi ? launcher : []), `${module}.js`]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: FOLDER,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', mpi ? 'ignore' : shared.fd],
    timeout: 2000 * LIMIT_SECONDS,
  })
  assert.equal(status, 0, `${stdout}${stderr}`)
}

/** Runs several one after the other in one job. */
function runTogether(name: string, mpi: boolean, examples: readonly Example[]): void {
  const lines = examples.map(moduleName).map((module) => `console.log('${module}')\nawait import('./${module}.js')\n`)
  writeFileSync(join(FOLDER, `${name}.js`), lines.join(''))
  run(name, mpi)
}

test('the examples of the README, of the pages in docs/ and of the docstrings compile', () => {
  assert.ok(pages.some(({ file }) => file === 'README.md'))
  assert.ok(pages.length >= 8 && docstrings.length >= 20, `${pages.length} and ${docstrings.length} were found`)
  assert.equal(complaints, '')
})

for (const example of pages) {
  test(`the example in ${example.file}, line ${example.line}, runs`, { skip }, () =>
    run(moduleName(example), usesMpi(example)),
  )
}

for (const [what, mpi] of [
  ['MPI programs', true],
  ['one process', false],
] as const) {
  test(`the examples of docstrings for ${what} run`, { skip }, () => {
    const examples = docstrings.filter((example) => usesMpi(example) === mpi)
    assert.ok(examples.length > 3)
    runTogether(mpi ? 'mpi' : 'plain', mpi, examples)
  })
}
