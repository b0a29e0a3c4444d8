import { type Example, read } from './example.ts'

/**
 * What docstrings use without saying what it is. An example's directory holds an empty `reader.js`, and its descriptor 3 is
 * shared memory.
 */
const GIVEN: Record<string, string> = {
  pid: 'const pid = process.pid',
  target: 'const target = attach(process.pid)',
  address: 'const address = addressOf(Object.assign(globalThis, { held: new Uint8Array(1000) }).held)',
  header: 'const header = new Uint8Array(16)',
  body: 'const body = new Uint8Array(100)',
  found: 'const found = new Float64Array(world.rank + 1)',
  spawn: "import { spawn } from 'node:child_process'",
}

/** What has happened before the example of a file. */
const BEFORE: Record<string, string> = {
  'src/mpi/matched-message.ts': 'world.isend(new Float64Array(10), { dest: world.rank })',
}

/** For each public name the line that imports it. */
const IMPORTS = new Map([
  ...importsFrom('crossmem', 'src/index.ts'),
  ...importsFrom('crossmem/mpi', 'src/mpi/index.ts'),
])

/** The example as a module, behind what it takes for granted. @param missing names that it uses and does not define */
export function completed({ code, file }: Example, missing: ReadonlySet<string>): string {
  const lines = [...missing].flatMap((name) => GIVEN[name] ?? IMPORTS.get(name) ?? [])
  return [...lines, BEFORE[file] ?? '', code].join('\n')
}

function importsFrom(module: string, file: string): [string, string][] {
  return [...read(file).matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(([, allTypes, list]) =>
    [...list.matchAll(/(type\s+)?(\w+)/g)].map(([, type, name]): [string, string] => {
      const keyword = allTypes === undefined && type === undefined ? 'import' : 'import type'
      return [name, `${keyword} { ${name} } from '${module}'`]
    }),
  )
}
