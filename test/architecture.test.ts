import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

/** The floors, from the ground up: a file imports from its own and from lower ones. */
const FLOORS = ['errors.ts', 'os', 'memory', 'attach', 'transport', 'mpi', 'guest', 'launch', 'cli', 'index.ts']
const MAX_LINES = 400
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CODE = /\.(ts|mjs|c|h)$/
const FOLDERS = ['src', 'bench', 'examples', 'include', 'kernels', 'scripts', 'test']

interface Import {
  /** The importing file, from the repository's root. */
  from: string
  /** The imported file, likewise; or a module's name. */
  to: string
  typeOnly: boolean
}

const files = FOLDERS.flatMap(filesOf)
const imports = files.filter((file) => file.endsWith('.ts')).flatMap(importsOf)

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => CODE.test(path))
    .map((path) => join(folder, path))
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

function importsOf(file: string): Import[] {
  // Programs and examples that stand in strings and comments are none of the file's own imports.
  const code = read(file).replace(/\/\*.*?\*\//gs, '')
  const found: Import[] = []
  const add = (name: string, typeOnly: boolean) => {
    const to = name.startsWith('.') ? join(dirname(file), name) : name
    found.push({ from: file, to, typeOnly })
  }
  for (const [, what, name] of code.matchAll(/^(?:import|export)\b([^'"`;]*?)\bfrom '([^']+)'/gm)) {
    const named = what.match(/^\s*\{([^}]*)\}\s*$/)?.[1].split(',') ?? []
    const allTypes = named.length > 0 && named.every((name) => /^\s*(type\s|$)/.test(name))
    add(name, /^\s*type\b/.test(what) || allTypes)
  }
  for (const [, name] of code.matchAll(/^import '([^']+)'/gm)) add(name, false)
  for (const [, name] of code.matchAll(/\b(?:import|createRequire\(.*\))\('([^']+)'\)/g)) add(name, false)
  return found
}

/** A file's floor; undefined for files outside of src. */
function floorOf(file: string): string | undefined {
  const [top, floor] = file.split(sep)
  return top === 'src' ? floor : undefined
}

test('nothing that was built lies among the sources', () => {
  for (const folder of FOLDERS) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      assert.doesNotMatch(name, /\.(js|map|d\.ts|wasm)$/, join(folder, name))
    }
  }
})

test('every file and folder in src is a floor', () => {
  assert.deepEqual(readdirSync(join(ROOT, 'src')).sort(), [...FLOORS].sort())
})

test('floors import only downward', () => {
  let checked = 0
  for (const { from, to } of imports) {
    const [upper, lower] = [floorOf(from), floorOf(to)]
    if (upper === undefined || lower === undefined) continue
    assert.ok(FLOORS.indexOf(lower) <= FLOORS.indexOf(upper), `${from} imports ${to}`)
    checked++
  }
  assert.ok(checked > 100, `${checked} imports were found`)
})

test('only os/ imports the FFI library, and src nothing else from outside of Node', () => {
  let checked = 0
  for (const { from, to, typeOnly } of imports) {
    if (to === 'koffi') {
      assert.equal(floorOf(from), 'os', `${from} imports koffi${typeOnly ? "'s types" : ''}`)
      checked++
    } else if (floorOf(from) !== undefined) {
      assert.match(to, /^(node:|src\/|bench\/)/, `${from} imports ${to}`)
    }
  }
  assert.ok(checked > 0)
})

test('benchmarks are used by the command line only, and examples and tests by nothing in src', () => {
  for (const { from, to } of imports) {
    const floor = floorOf(from)
    if (floor === undefined) continue
    assert.doesNotMatch(to, /^(examples|test|scripts)\//, `${from} imports ${to}`)
    if (to.startsWith('bench/')) assert.equal(floor, 'cli', `${from} imports ${to}`)
  }
})

test('examples use the package as its users do, by its name', () => {
  for (const { from, to } of imports) {
    if (from.startsWith('examples/')) assert.match(to, /^(node:|examples\/|crossmem)/, `${from} imports ${to}`)
  }
})

test('no file imports itself by way of others, but for types', () => {
  const graph = new Map<string, string[]>()
  for (const { from, to, typeOnly } of imports) {
    if (typeOnly) continue
    graph.set(from, [...(graph.get(from) ?? []), to])
  }
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]) => {
    const begun = path.indexOf(file)
    assert.equal(begun, -1, `a circle: ${[...path.slice(begun), file].join(' → ')}`)
    if (done.has(file)) return
    for (const next of graph.get(file) ?? []) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
  assert.ok(done.size > 100, `${done.size} files were visited`)
})

test(`no file is longer than ${MAX_LINES} lines`, () => {
  for (const file of files) {
    const lines = read(file).trimEnd().split('\n').length
    assert.ok(lines <= MAX_LINES, `${file} has ${lines}`)
  }
})
