import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const CLI = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))
const INCLUDE = fileURLToPath(new URL('../../include', import.meta.url))
const WRAPPER = fileURLToPath(new URL('../../dist/src/cli/cc', import.meta.url))
const OPTIONS = ['-w']
const LONGEST = 300_000

/** Compiles and links programs; what was made of the same sources before is taken again. */
export class Builder {
  #folder
  #base
  #folders = new Map()
  #programs = new Map()

  constructor(work) {
    this.#folder = join(work, 'built')
    mkdirSync(this.#folder, { recursive: true })
    this.#base = hash([...textsOf(INCLUDE), ...textsOf(WRAPPER), ...OPTIONS])
  }

  /** Builds a test's program. Null, or what the compiler said. */
  async build(test) {
    const { sources, flags = [], folders = [] } = test
    const headers = folders.map((folder) => this.#headersOf(folder))
    const objects = []
    for (const source of sources) {
      const object = join(this.#folder, `${hash([this.#base, readFileSync(source), ...flags, ...headers])}.o`)
      const options = [...OPTIONS, ...flags, ...folders.map((folder) => `-I${folder}`)]
      const failure = make(object, ['-c', source, ...options])
      if (failure !== null) return failure
      objects.push(object)
    }
    const program = join(this.#folder, `${hash([this.#base, ...objects])}.wasm`)
    this.#programs.set(test, program)
    return make(program, objects)
  }

  programOf(test) {
    return this.#programs.get(test)
  }

  #headersOf(folder) {
    if (!this.#folders.has(folder)) this.#folders.set(folder, hash(textsOf(folder, /\.h$/)))
    return this.#folders.get(folder)
  }
}

function make(output, args) {
  if (existsSync(output)) return null
  const unfinished = `${output}.unfinished`
  const { status, stderr, error } = spawnSync(process.execPath, [CLI, 'cc', ...args, '-o', unfinished], {
    encoding: 'utf8',
    timeout: LONGEST,
  })
  if (status !== 0) {
    const said = stderr.split('\n').find((line) => /error/.test(line))
    return `does not compile: ${(said ?? error?.message ?? 'no message').replace(/^\S*\/([^/]+:)/, '$1')}`
  }
  renameSync(unfinished, output)
  return null
}

function textsOf(folder, pattern = /\.(h|js)$/) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name)))
}

function hash(parts) {
  const sum = createHash('sha1')
  for (const part of parts) sum.update(part).update('\0')
  return sum.digest('hex')
}
