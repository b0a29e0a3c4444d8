import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { TAKES_WORD } from './command-line.ts'

/** Folders and files by their names. */
export interface Tree {
  [name: string]: Tree | Uint8Array
}

/** The folder in which a compiler with a file system of its own sees the machine's. */
const ROOT = '@'

const SOURCE = /\.(c|cc|cpp|cxx|c\+\+|C|h|hh|hpp|hxx|i|ii|S)$/
const INCLUDE = /^[ \t]*#[ \t]*(?:include|import)[ \t]+["<]([^">\n]+)[">]/gm
const FOLDER_OPTION = /^-(I|L|isystem|iquote|idirafter)$/
const PATH_OPTION = /^-(o|include|imacros|MF)$/
const JOINED_FOLDER = /^-([IL])(.+)$/

/** In what the compiler says: paths as the machine has them. */
export function toHostPaths(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replaceAll(`/${ROOT}/`, '/')
}

/**
 * The files that a command line of clang's needs, for a compiler that cannot open any: sources, what these include by
 * name, objects and libraries.
 */
export class HostFiles {
  readonly tree: Tree = {}
  /** The command line, with paths as that compiler sees them. */
  readonly args: string[] = [`-ffile-prefix-map=/${ROOT}/=/`]
  readonly #folders: { I: string[]; L: string[] } = { I: [], L: [] }
  readonly #given = new Set<string>()

  constructor(args: readonly string[]) {
    const inputs: string[] = []
    const libraries: string[] = []
    for (let at = 0; at < args.length; at++) {
      const word = args[at]
      const joined = word.match(JOINED_FOLDER)
      if (FOLDER_OPTION.test(word)) this.args.push(word, this.#folder(word === '-L' ? 'L' : 'I', args[++at]))
      else if (joined !== null) this.args.push(`-${joined[1]}${this.#folder(joined[1] as 'I' | 'L', joined[2])}`)
      else if (PATH_OPTION.test(word)) this.args.push(word, this.#path(args[++at], inputs))
      else if (TAKES_WORD.test(word)) this.args.push(word, args[++at])
      else if (!word.startsWith('-')) this.args.push(this.#path(word, inputs))
      else {
        if (word.startsWith('-l')) libraries.push(`lib${word.slice(2)}.a`)
        this.args.push(word)
      }
    }
    for (const input of inputs) this.#add(input)
    for (const library of libraries) for (const folder of this.#folders.L) this.#add(join(folder, library))
  }

  /** Writes what the compiler made. */
  write(made: Tree): void {
    const { [ROOT]: onHost, ...inWorkingFolder } = made
    if (onHost !== undefined && !(onHost instanceof Uint8Array)) this.#write(onHost, '/')
    this.#write(inWorkingFolder, process.cwd())
  }

  #write(tree: Tree, folder: string): void {
    for (const [name, entry] of Object.entries(tree)) {
      const path = join(folder, name)
      if (!(entry instanceof Uint8Array)) this.#write(entry, path)
      else if (!this.#given.has(path)) {
        writeFileSync(path, name.endsWith('.d') ? toHostPaths(entry) : entry)
      }
    }
  }

  #folder(kind: 'I' | 'L', name: string): string {
    const path = resolve(name)
    this.#folders[kind].push(path)
    return `/${ROOT}${path}`
  }

  #path(name: string, inputs: string[]): string {
    if (name === '-') return name
    const path = resolve(name)
    inputs.push(path)
    this.#folderOf(path)
    return `/${ROOT}${path}`
  }

  #folderOf(path: string): Tree {
    let tree = this.tree
    for (const name of [ROOT, ...dirname(path).split('/').filter(Boolean)]) {
      tree[name] ??= {}
      tree = tree[name] as Tree
    }
    return tree
  }

  #add(path: string): void {
    if (this.#given.has(path) || !existsSync(path) || !statSync(path).isFile()) return
    this.#given.add(path)
    const content = readFileSync(path)
    this.#folderOf(path)[basename(path)] = new Uint8Array(content)
    if (!SOURCE.test(path)) return
    for (const [, name] of content.toString('latin1').matchAll(INCLUDE)) {
      for (const folder of [dirname(path), ...this.#folders.I]) this.#add(join(folder, name))
    }
  }
}
